package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.report.diff.TensorRecorder;
import io.bitcycle.report.timeline.Timeline;
import io.bitcycle.simulator.OperationListener;
import io.bitcycle.training.RunObserver;
import io.bitcycle.training.layer.TensorObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
     * Who sees the iterations of a run.
     *
     * @param run its folder, null for none; what an earlier run recorded there is removed
     * @param resumes whether the run goes on where the one of the folder stopped
     * @param timeline of the run, if one is drawn
     * @param drawn the iteration that it draws
     */
    RunObserver observer(Path run, boolean resumes, Optional<Timeline> timeline, long drawn) throws IOException {
        if (run != null && resumes) {
            TensorRecorder.removeUnfinished(run);
        } else if (run != null) {
            TensorRecorder.clear(run);
        }
        return new RunObserver() {
            @Override
            public TensorObserver tensors(long iteration) {
                boolean recorded = iterations != null && iterations.from() <= iteration && iteration < iterations.to();
                return recorded ? new TensorRecorder(run, iteration) : TensorObserver.NONE;
            }

            @Override
            public OperationListener operations(long iteration) {
                return timeline.isPresent() && iteration == drawn ? timeline.get() : OperationListener.NONE;
            }
        };
    }
}
