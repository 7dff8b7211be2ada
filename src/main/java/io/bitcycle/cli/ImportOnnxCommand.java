package io.bitcycle.cli;

import io.bitcycle.json.Problems;
import io.bitcycle.workload.onnx.OnnxImport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code import onnx}: a forward graph to a trace. */
@Command(
        name = "onnx",
        header = "Makes a trace of an ONNX forward graph.",
        description = {
            "",
            "Shapes are inferred, additions become residual blocks, weights are not read. The trace says nothing of training.",
            ""
        })
final class ImportOnnxCommand implements Callable<Integer> {
    @Mixin
    private ImportOptions options;

    @Override
    public Integer call() throws IOException {
        Problems problems = new Problems();
        return ImportScaleSimCommand.deliver(OnnxImport.read(options.file(), problems), options, problems);
    }
}
