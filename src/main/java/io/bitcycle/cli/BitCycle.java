package io.bitcycle.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command. A new command is a class and a line here. */
@Command(
        name = "bitcycle",
        header = "Bit-accurate, cycle-level simulator of MAC arrays that train quantized networks.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:a check failed, or a fault of the program", "2:bad input"})
public final class BitCycle {
    private static final List<Class<?>> COMMANDS = List.of(
            TrainCommand.class,
            SimulateCommand.class,
            CompareCommand.class,
            PrtCommand.class,
            ScheduleCommand.class,
            GemmCommand.class,
            ConvCommand.class,
            QuantizeCommand.class,
            ImportCommand.class,
            PackCommand.class,
            ExplainCommand.class,
            ValidateCommand.class,
            LandscapeCommand.class,
            ReportCommand.class,
            ExperimentCommand.class,
            MergeCommand.class,
            DiffCommand.class,
            CheckCommand.class,
            ReproduceCommand.class);

    private final List<String> arguments;
    private final Path home;
    private final Terminal terminal;
    private final Instant started = Instant.now();

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "For a fault of the program itself: also print where it happened.")
    private boolean stackTrace;

    private BitCycle(String[] arguments, Path home, Terminal terminal) {
        this.arguments = List.of(arguments);
        this.home = home;
        this.terminal = terminal;
    }

    /** The process. The launcher sets {@code bitcycle.home} and, on a terminal, {@code bitcycle.columns}. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.of(System.getProperty("bitcycle.columns"), System.getenv());
        Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        Path home = Path.of(System.getProperty("bitcycle.home", ""));
        int exitCode =
                run(args, home, terminal, writer(FileDescriptor.out, charset), writer(FileDescriptor.err, charset));
        System.exit(exitCode);
    }

    /**
     * One command, without a process of its own.
     *
     * @param home directory that holds {@code hwconfigs} and {@code traces}
     * @return the exit code
     */
    static int run(String[] args, Path home, Terminal terminal, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = commandLine(args, home, terminal, out, err);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("bitcycle: out of memory; allow more with BITCYCLE_JAVA_OPTS=-Xmx8g, for example");
            return Errors.FAULT;
        } catch (Error e) { // picocli hands over exceptions alone
            return Errors.fault(e, commandLine);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** The command line with everything that all commands share. */
    static CommandLine commandLine(String[] args, Path home, Terminal terminal, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new BitCycle(args, home, terminal));
        commands(args).forEach(commandLine::addSubcommand);
        commandLine.setOut(out);
        commandLine.setErr(err);
        WholeNumber<Integer> integer = new WholeNumber<>(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
        WholeNumber<Long> wide = new WholeNumber<>(Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
        commandLine
                .registerConverter(int.class, integer)
                .registerConverter(Integer.class, integer)
                .registerConverter(long.class, wide)
                .registerConverter(Long.class, wide)
                .registerConverter(double.class, new DecimalNumber())
                .registerConverter(Double.class, new DecimalNumber());
        // Options that are wrong are reported together, by Errors.
        collectErrors(commandLine);
        commandLine.setExecutionStrategy(Errors::executeUnlessMisspelt);
        commandLine.setExecutionExceptionHandler(Errors::report);
        return commandLine;
    }

    /** The command that the arguments name alone, since making them all takes longer than many a run; else all. */
    private static List<Class<?>> commands(String[] args) {
        Optional<Class<?>> named = COMMANDS.stream()
                .filter(type -> args.length > 0
                        && type.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst();
        return named.isPresent() ? List.of(named.get()) : COMMANDS;
    }

    private static void collectErrors(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.getSubcommands().values().forEach(BitCycle::collectErrors);
    }

    /** The root command above a command. */
    static BitCycle above(CommandSpec command) {
        return (BitCycle) command.root().userObject();
    }

    /** The command line, the command first. */
    List<String> arguments() {
        return arguments;
    }

    Instant started() {
        return started;
    }

    Path home() {
        return home;
    }

    Terminal terminal() {
        return terminal;
    }

    boolean stackTrace() {
        return stackTrace;
    }

    private static PrintWriter writer(FileDescriptor stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset), true);
    }
}
