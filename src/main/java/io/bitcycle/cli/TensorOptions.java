package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.report.diff.TensorRecorder;
import io.bitcycle.training.layer.TensorObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/** {@code --record-tensors}: a run that {@code check} can hold later ones against, bit for bit. */
final class TensorOptions {
    @Option(
            names = "--record-tensors",
            paramLabel = "FROM:TO",
            converter = Span.Iterations.class,
            description = "also write every tensor of these iterations, TO not among them, to tensors/ in each run's"
                    + " folder: a golden for diff and check")
    private Span iterations;

    /** Tensors are files, and need a folder; they are in binary32. */
    void require(Path out, HardwareConfig config) {
        if (iterations == null) {
            return;
        }
        String option = "--record-tensors " + iterations.from() + ":" + iterations.to();
        if (out == null) {
            throw Errors.option(option, "needs the folder of the run; allowed: together with --out DIR");
        }
        if (config.vector().numeric() != VectorConfig.Numeric.FLOAT) {
            throw Errors.option(option, "records tensors of binary32; allowed: with vector.numeric float");
        }
    }

    /**
     * Who sees the tensors of an iteration.
     *
     * @param run its folder, null for none; what an earlier run recorded there is removed
     * @param resumes whether the run goes on where the one of the folder stopped
     */
    LongFunction<TensorObserver> observers(Path run, boolean resumes) throws IOException {
        if (run != null && !resumes) {
            TensorRecorder.clear(run);
        }
        if (iterations == null) {
            return iteration -> TensorObserver.NONE;
        }
        return iteration -> iterations.from() <= iteration && iteration < iterations.to()
                ? new TensorRecorder(run, iteration)
                : TensorObserver.NONE;
    }
}
