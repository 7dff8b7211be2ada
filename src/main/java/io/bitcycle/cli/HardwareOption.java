package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.LoadedHardware;
import io.bitcycle.json.JsonValue;
import io.bitcycle.mapping.MappingCache;
import io.bitcycle.report.Figures;
import io.bitcycle.simulator.Accelerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --hw} and {@code --set}: the accelerator. */
abstract class HardwareOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "replaces a value of the hwconfig, e.g. array.rows=32; may be given several times")
    private List<String> settings = List.of();

    @Option(
            names = "--no-mapping-cache",
            description =
                    "neither use nor keep searched mappings ($$BITCYCLE_CACHE, or bitcycle among the user's caches); "
                            + "no result depends on them")
    private boolean noMappingCache;

    @Option(names = "--clear-mapping-cache", description = "first forget all searched mappings of earlier runs")
    private boolean clearMappingCache;

    private JsonValue effective;

    /** The one hwconfig that the command uses, settings applied; empty as long as it is not loaded. */
    static Optional<JsonValue> effective(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(option -> option instanceof HardwareOption && !(option instanceof Several))
                .map(option -> ((HardwareOption) option).effective)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** {@code --hw} must be given. */
    static final class Required extends HardwareOption {
        @Option(
                names = "--hw",
                paramLabel = "H",
                required = true,
                description = "a hwconfig: a file, or the name of one in hwconfigs/, e.g. compare-45nm/eyeriss-like")
        private String hw;

        @Override
        String hw() {
            return hw;
        }
    }

    /** {@code --hw} can be left out. */
    static final class WithDefault extends HardwareOption {
        @Option(
                names = "--hw",
                paramLabel = "H",
                defaultValue = "bitfusion-45nm",
                description =
                        "a hwconfig: a file, or the name of one in hwconfigs/, e.g. compare-45nm/eyeriss-like (default: ${DEFAULT-VALUE})")
        private String hw;

        @Override
        String hw() {
            return hw;
        }
    }

    /** {@code --hw} takes several; all shipped ones when it is left out. */
    static final class Several extends HardwareOption {
        @Option(
                names = "--hw",
                paramLabel = "H",
                split = ",",
                description = "hwconfigs, separated by commas: files, or names in hwconfigs/ (default: all of them)")
        private List<String> hws = List.of();

        @Override
        String hw() {
            return hws.get(0);
        }

        /** The files that are meant, each once. */
        List<Path> files() {
            List<String> names = hws.isEmpty() ? NamedFile.names(shipped()) : hws;
            return names.stream().distinct().map(this::file).toList();
        }

        /** The hwconfigs, under {@code --set}. */
        List<HardwareConfig> loadAll() {
            return files().stream().map(file -> load(file, List.of())).toList();
        }
    }

    abstract String hw();

    /** A hwconfig in one line. */
    static String describe(HardwareConfig config) {
        return config.name() + ": " + config.array().rows() + " x "
                + config.array().cols() + " " + config.array().mac().family().name() + " units, "
                + config.array().dataflow().label() + ", "
                + Figures.exact(config.technology().clockMhz()) + " MHz, "
                + config.technology().nodeNm() + " nm";
    }

    /**
     * The file that {@code --hw} means.
     *
     * @throws io.bitcycle.json.BadInputException when there is none
     */
    Path file() {
        return file(hw());
    }

    /** The file that a value of {@code --hw} means. */
    Path file(String written) {
        return NamedFile.find("--hw", written, shipped(), "hwconfig");
    }

    /** Where the shipped ones are. */
    Path shipped() {
        return BitCycle.above(command).home().resolve("hwconfigs");
    }

    /**
     * The accelerator of a hwconfig, with the mappings of earlier runs; {@link Accelerator#saveMappings} keeps new ones.
     *
     * @param config from {@link #load}
     */
    Accelerator accelerator(HardwareConfig config) {
        MappingCache cache = new MappingCache(
                MappingCache.folder(System.getenv(), System.getProperty("user.home")),
                command.commandLine().getErr()::println);
        if (clearMappingCache) {
            cache.clear();
            clearMappingCache = false; // those of this command are not of an earlier run
        }
        return noMappingCache ? new Accelerator(config) : new Accelerator(config, cache);
    }

    /**
     * Reads the hwconfig, settings applied; warnings go to the error stream.
     *
     * @param more settings that follow from other options, e.g. {@code array.dataflow=ws}
     * @throws io.bitcycle.json.BadInputException with every problem
     */
    HardwareConfig load(String... more) {
        return load(file(), List.of(more));
    }

    HardwareConfig load(Path file, List<String> more) {
        List<String> all = Stream.concat(settings.stream(), more.stream()).toList();
        LoadedHardware loaded = new HardwareConfigReader().read(file, all);
        effective = loaded.document();
        loaded.warnings().forEach(warning -> command.commandLine().getErr().println("warning: " + warning));
        return loaded.config();
    }
}
