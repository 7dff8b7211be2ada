package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The proof that a training step in fixed point has no floating-point operation: the byte code of package
 * {@code training.fixed}, all of it, and of every method of ours that a step can reach, down to the simulated machine. What is
 * beyond that line is no part of the step: package {@code simulator} stands for the array (whose sums are exact integers however
 * they are computed, see StepLawTest) and for the ledger.
 */
class NoFloatingPointTest {
    private static final String PACKAGE = "io/bitcycle/training/fixed/";
    private static final String MACHINE = "io/bitcycle/simulator/";
    private static final ByteCode CODE = ByteCode.ofMainClasses();

    @Test
    void thePackageHasNoFloatingPoint() {
        Set<String> classes = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        for (ByteCode.Type type : CODE.types()) {
            if (type.name().startsWith(PACKAGE)) {
                classes.add(type.name());
                type.fields().stream()
                        .filter(field -> ByteCode.isFloating(field.descriptor()))
                        .forEach(field -> found.add(type.name() + "." + field.name()));
                type.methods().forEach(method -> found.addAll(method.floating()));
            }
        }
        assertTrue(classes.size() > 25, "classes seen: " + classes);
        assertEquals(Set.of(), found);
    }

    @Test
    void aStepReachesNoFloatingPoint() throws IOException {
        for (String start : List.of("train", "evaluate")) {
            ByteCode.Reached reached = CODE.reachedFrom(PACKAGE + "FixedNetwork", start, MACHINE);
            assertEquals(Set.of(), reached.floating(), start);
            for (String needed : List.of(
                    PACKAGE + "FixedBatchNorm.normalised",
                    PACKAGE + "FixedLoss.row",
                    PACKAGE + "FixedCodes.leastShift",
                    "io/bitcycle/tensor/PaddedImages.of",
                    "io/bitcycle/workload/ConvLowering.forward",
                    "io/bitcycle/workload/work/ConvWork.quantizeActivations")) {
                assertTrue(reached.methods().contains(needed), start + " reaches " + needed);
            }
        }
        Set<String> training =
                CODE.reachedFrom(PACKAGE + "FixedNetwork", "train", MACHINE).methods();
        assertTrue(training.contains(PACKAGE + "FixedSgd.move"));
        assertTrue(training.contains("io/bitcycle/numeric/Philox.encrypt"));
        assertTrue(training.contains("io/bitcycle/numeric/loops/PlainLoops.encrypt"));
    }

    /** The same search finds what there is in binary32 training: it is no search that finds nothing. */
    @Test
    void theSearchFindsFloatingPoint() {
        Set<String> found = CODE.reachedFrom("io/bitcycle/training/FloatLearner", "train", MACHINE)
                .floating();
        for (String needed : List.of(
                "io/bitcycle/training/layer/BatchNorm.forward",
                "io/bitcycle/training/Sgd.lambda$step",
                "io/bitcycle/training/SoftmaxCrossEntropy.row",
                "io/bitcycle/tensor/SymmetricGrid.grid",
                "io/bitcycle/numeric/loops/PlainLoops.quantize")) {
            assertTrue(found.stream().anyMatch(line -> line.startsWith(needed)), needed + " is not among " + found);
        }
    }
}
