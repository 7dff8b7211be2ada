package io.bitcycle;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.Operation;
import java.nio.file.Path;
import java.util.List;

/** The plainest shipped array, for tests of what does not depend on the array. */
public final class TestHardware {
    private static final Path PLAIN = Path.of("hwconfigs", "bit-parallel-8bit-45nm.json");

    private TestHardware() {}

    /** @param settings as after {@code --set} */
    public static AcceleratorSession session(int threads, String... settings) {
        return new Accelerator(new HardwareConfigReader()
                        .read(PLAIN, List.of(settings))
                        .config())
                .session(new Workers(threads));
    }

    public static Step training(AcceleratorSession session) {
        return new Step(session, new Precision(8, 8), true, 0, ErrorNoise.of(CounterRandom.of(0)));
    }

    public static Step evaluation(AcceleratorSession session) {
        return new Step(session, new Precision(8, 8), false, 0, ErrorNoise.of(CounterRandom.of(0)));
    }

    /** What a session has recorded, each distinct operation once. */
    public static List<Operation> operations(AcceleratorSession session) {
        return session.ledger().entries().stream()
                .map(entry -> entry.operation())
                .toList();
    }
}
