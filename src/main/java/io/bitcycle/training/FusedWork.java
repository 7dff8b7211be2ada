package io.bitcycle.training;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.FixedPointWork;
import io.bitcycle.workload.work.NetworkWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network's operations as a vector unit of one kind executes them. */
public final class FusedWork {
    private FusedWork() {}

    /** One iteration, or one batch of evaluation. */
    public static List<Operation> operations(NetworkWork work, boolean training, VectorConfig vector) {
        List<Operation> operations = operations(work, training, vector.fusion());
        return vector.numeric() == VectorConfig.Numeric.FIXED
                ? operations.stream().map(FixedPointWork::of).toList()
                : operations;
    }

    static List<Operation> operations(NetworkWork work, boolean training, VectorConfig.Fusion fusion) {
        return switch (fusion) {
            case NONE -> training ? work.training() : work.evaluation();
            case CHAIN -> training ? work.chainedTraining() : work.chainedEvaluation();
        };
    }

    /** What each operation of layers by themselves becomes; empty where it stays what it is. */
    public static Map<Operation, Operation> replacements(NetworkWork work, boolean training, VectorConfig vector) {
        List<Operation> plain = operations(work, training, VectorConfig.Fusion.NONE);
        List<Operation> executed = operations(work, training, vector);
        if (plain.equals(executed)) {
            return Map.of();
        }
        Map<Operation, Operation> replacements = new HashMap<>();
        for (int i = 0; i < plain.size(); i++) {
            Operation before = replacements.put(plain.get(i), executed.get(i));
            if (before != null && !before.equals(executed.get(i))) {
                throw new IllegalStateException("is executed in two ways: " + plain.get(i));
            }
        }
        return replacements;
    }
}
