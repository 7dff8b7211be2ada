package io.bitcycle.cli;

import io.bitcycle.hardware.EnergyConfig;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.report.BitFusionCheck;
import io.bitcycle.report.EyerissComparison;
import io.bitcycle.report.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: published results, recomputed. */
@Command(
        name = "reproduce",
        header = "Recomputes published results.",
        description = {
            "",
            "bitfusion-eyeriss: speed and energy of Bit Fusion over Eyeriss for eight networks (Sharma et al., ISCA 2018).",
            "bitfusion-layers: published layers of Bit Fusion with their tilings, from --layers, against this simulator; "
                    + "exit code 1 when one differs.",
            ""
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final String EYERISS = "bitfusion-eyeriss";
    private static final String LAYERS = "bitfusion-layers";

    /** The words that name a published result. */
    static final class Published extends Choice<String> {
        Published() {
            super(List.of(EYERISS, LAYERS), word -> word);
        }
    }

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "RESULT",
            converter = Published.class,
            description = "what to recompute: " + EYERISS + " or " + LAYERS)
    private String result;

    @Mixin
    private HardwareOption.WithDefault hardware;

    @Option(
            names = "--layers",
            paramLabel = "FILE",
            description = "for " + LAYERS + ": a CSV file with shapes, bits, tilings and published results of layers")
    private Path layers;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        HardwareConfig config = hardware.load();
        if (config.energy().macEvent() == EnergyConfig.MacEvent.PRODUCT) {
            throw Errors.option(
                    "--hw " + hardware.hw(),
                    "counts MAC energy per product; allowed here: energy.mac.event array-cycle or unit-cycle, since Bit "
                            + "Fusion's simulator charges cycles of the whole array");
        }
        return result.equals(EYERISS) ? eyeriss(config) : layers(config);
    }

    private void checkOptions() {
        if (result.equals(LAYERS) && layers == null) {
            throw Errors.option("--layers", "is missing; allowed: a CSV file with published layers of Bit Fusion");
        }
        if (result.equals(EYERISS) && layers != null) {
            throw Errors.option("--layers", "has no place in " + EYERISS + "; allowed: with " + LAYERS);
        }
        if (layers != null && !Files.isRegularFile(layers)) {
            throw Errors.option("--layers " + layers, Files.exists(layers) ? "not a regular file" : "no such file");
        }
    }

    private int eyeriss(HardwareConfig config) throws IOException {
        Optional<RunFolder> folder = out.openFor(List.of());
        EyerissComparison comparison = EyerissComparison.of(config);
        PrintWriter console = command.commandLine().getOut();
        console.println(config.name() + " over Eyeriss, times");
        comparison.lines().forEach(console::println);
        if (folder.isPresent()) {
            folder.get().write("networks.csv", comparison.csv());
            folder.get().finish(out.manifest(seed.seed(), Map.of("hwconfig", hardware.file())));
            console.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }

    private int layers(HardwareConfig config) throws IOException {
        BitFusionCheck check = BitFusionCheck.of(config, layers);
        check.lines().forEach(command.commandLine().getOut()::println);
        return check.passed() ? Errors.FINE : Errors.CHECK_FAILED;
    }
}
