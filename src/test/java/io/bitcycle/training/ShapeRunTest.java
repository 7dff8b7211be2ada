package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.Problems;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.ValuesNeededException;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.workload.Averaging;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run from shapes against the sum of its iterations run one by one. */
class ShapeRunTest {
    private static final List<String> ARRAYS = List.of("bitfusion-45nm", "bit-serial-45nm", "bit-parallel-8bit-45nm");

    private static NetworkSpec network(String name) {
        return NetworkReader.read(Path.of("traces", name + ".json"));
    }

    private static Accelerator accelerator(String hwconfig, String... settings) {
        return new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs", hwconfig + ".json"), List.of(settings))
                .config());
    }

    /** Precision drawn anew for every iteration. */
    private static PrecisionSchedule random(long seed) {
        return new PrecisionSchedule() {
            @Override
            public Precision at(long iteration) {
                Random random = new Random(seed * 1_000_003 + iteration);
                return new Precision(2 + random.nextInt(7), 2 + random.nextInt(7), 4 + random.nextInt(5));
            }

            @Override
            public Precision evaluation() {
                return new Precision(8, 8);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsTheSumOfItsIterations(long seed) {
        Random random = new Random(seed);
        long iterations = 20 + random.nextInt(60);
        PrecisionSchedule schedule = seed % 2 == 0
                ? random(seed)
                : PrecisionSchedules.named(seed % 3 == 0 ? "static" : "cpt")
                        .orElseThrow()
                        .create(new ScheduleParameters(
                                2 + random.nextInt(4), 8, 6, 8, 1 + random.nextInt(5), iterations));
        Quantizer quantizer = Quantizers.ALL.get(random.nextInt(Quantizers.ALL.size()));
        String trace = random.nextBoolean() ? "cnn-optdigits" : "resnet8-optdigits";
        int batch = 1 + random.nextInt(6);
        ShapeRun.Plan plan = new ShapeRun.Plan(
                network(trace),
                quantizer,
                batch,
                iterations,
                random.nextBoolean() ? 0 : batch + 1 + random.nextInt(30),
                random.nextInt(3) * 7L,
                random.nextInt(3) * batch + random.nextInt(batch),
                random.nextInt(3) * 2L,
                3);
        Accelerator accelerator = accelerator(
                ARRAYS.get(random.nextInt(ARRAYS.size())),
                random.nextBoolean() ? "mapping=fixed" : "vector.lanes=7",
                random.nextBoolean() ? "vector.fusion=chain" : "vector.fusion=none");
        try (Workers workers = new Workers(2)) {
            ShapeRun.Result result = ShapeRun.run(plan, schedule, accelerator, workers, ProgressListener.NONE);
            AcceleratorSession session = accelerator.session(workers);
            oneByOne(plan, schedule, session);
            compare(session.ledger(), result.ledger(), "seed " + seed + ", " + plan);
        }
    }

    private static void oneByOne(ShapeRun.Plan plan, PrecisionSchedule schedule, AcceleratorSession session) {
        Precision widest = schedule.evaluation();
        for (int bits = 3; plan.rangeTest() > 0 && bits <= widest.forwardBits(); bits++) {
            session.phase("range-test");
            for (long i = 0; i < plan.rangeTest(); i++) {
                count(work(plan, new Precision(bits, widest.backwardBits()), size(plan, i)), true, session);
            }
        }
        for (long i = 0; i < plan.iterations(); i++) {
            session.phase("train");
            count(work(plan, schedule.at(i), size(plan, i)), true, session);
            boolean evaluates =
                    plan.evaluateEvery() > 0 && ((i + 1) % plan.evaluateEvery() == 0 || i + 1 == plan.iterations());
            session.phase("evaluate");
            for (long left = plan.testImages(); evaluates && left > 0; left -= plan.batch()) {
                count(work(plan, widest, (int) Math.min(left, plan.batch())), false, session);
            }
        }
    }

    private static void count(NetworkWork work, boolean training, AcceleratorSession session) {
        FusedWork.operations(work, training, session.accelerator().hardware().vector())
                .forEach(session::count);
    }

    private static NetworkWork work(ShapeRun.Plan plan, Precision precision, int samples) {
        return NetworkWork.of(
                plan.network(),
                samples,
                new Quantization(
                        plan.quantizer(),
                        precision.weightBits(),
                        precision.activationBits(),
                        precision.backwardBits()));
    }

    /** Walks from epoch to epoch. */
    private static int size(ShapeRun.Plan plan, long iteration) {
        if (plan.imagesPerEpoch() == 0) {
            return plan.batch();
        }
        long left = plan.imagesPerEpoch();
        for (long i = 0; i < iteration; i++) {
            left -= plan.batch();
            left = left <= 0 ? plan.imagesPerEpoch() : left;
        }
        return (int) Math.min(plan.batch(), left);
    }

    private static void compare(RunLedger expected, RunLedger actual, String message) {
        assertEquals(expected.entries().size(), actual.entries().size(), message);
        EnergyTable table = expected.energyTable();
        for (int i = 0; i < expected.entries().size(); i++) {
            RunLedger.Entry sum = expected.entries().get(i);
            RunLedger.Entry whole = actual.entries().get(i);
            String which = message + ": " + sum.phase() + " " + sum.operation();
            assertEquals(sum.phase(), whole.phase(), which);
            assertEquals(sum.operation(), whole.operation(), which);
            assertEquals(sum.executions(), whole.executions(), which);
            assertEquals(sum.reconfigurations(), whole.reconfigurations(), which);
            assertEquals(sum.cost().computeCycles(), whole.cost().computeCycles(), which);
            assertEquals(sum.cost().stallCycles(), whole.cost().stallCycles(), which);
            assertEquals(sum.cost().vectorCycles(), whole.cost().vectorCycles(), which);
            assertEquals(sum.cost().folds(), whole.cost().folds(), which);
            assertEquals(sum.cost().busyUnitCycles(), whole.cost().busyUnitCycles(), which);
            assertEquals(
                    table.terms(sum.cost().events()), table.terms(whole.cost().events()), which);
        }
    }

    private static NetworkSpec optimized(NetworkSpec network, OptimizerSpec optimizer, Averaging averaging) {
        NetworkSpec.Recipe training = network.recipe();
        return network.withTraining(new NetworkSpec.Recipe(
                training.batch(),
                training.epochs(),
                training.samples(),
                training.exactIterations(),
                training.learningRate(),
                training.schedule(),
                training.warmUp(),
                optimizer,
                Optional.of(averaging)));
    }

    static Stream<Arguments> optimizers() {
        OptimizerSpec sgd = OptimizerSpec.sgd(0.9, 1e-4);
        OptimizerSpec nesterov = new OptimizerSpec(new OptimizerSpec.Sgd(0.9, true), 0, OptionalDouble.of(1));
        OptimizerSpec adam = new OptimizerSpec(OptimizerSpec.Adam.SUGGESTED, 0, OptionalDouble.of(1));
        Averaging never = new Averaging(100, 1);
        Averaging often = new Averaging(3, 2);
        return Stream.of(
                Arguments.of("none", sgd, never),
                Arguments.of("chain", sgd, often),
                Arguments.of("none", nesterov, often),
                Arguments.of("chain", adam, often));
    }

    /** The same job with values, partial batches of the last iteration of each epoch and evaluation included. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void equalsTraining(String fusion, OptimizerSpec optimizer, Averaging averaging) {
        int iterations = 14;
        Recipe recipe = new Recipe(
                optimized(network("cnn-optdigits"), optimizer, averaging),
                Datasets.load("optdigits").withFirstTraining(70),
                Quantizers.named("cpt-folded"),
                16,
                iterations,
                LearningRates.named("constant").orElseThrow().create(LearningRateParameters.of(0.05, iterations)),
                1);
        PrecisionSchedule schedule =
                PrecisionSchedules.named("cpt").orElseThrow().create(new ScheduleParameters(3, 8, 8, 8, 2, iterations));
        Accelerator accelerator = accelerator("bitfusion-45nm", "vector.fusion=" + fusion);
        ShapeRun.Plan plan = new ShapeRun.Plan(
                recipe.network(),
                recipe.quantizer(),
                16,
                iterations,
                70,
                5,
                recipe.data().evaluationSize(),
                0,
                2);
        try (Workers workers = new Workers(2)) {
            TrainingRun.Result trained =
                    TrainingRun.run(recipe, schedule, 5, accelerator, workers, ProgressListener.NONE);
            ShapeRun.Result shapes = ShapeRun.run(plan, schedule, accelerator, workers, ProgressListener.NONE);
            compare(trained.ledger(), shapes.ledger(), "trained");
            assertEquals(trained.bitOps(), shapes.bitOps());
            assertEquals(2 * 70 + 4 * 16, shapes.samples());
        }
    }

    /**
     * The same of text whose lengths leave no shorter sequence: 11 streams of 49 words are 3 iterations of an epoch, the validation
     * text's 3,541 words are 20 batches.
     */
    @ParameterizedTest
    @CsvSource({
        "lstm-grammar,cpt,none",
        "lstm-grammar,cpt-folded,chain",
        "transformer-grammar,cpt,chain",
        "transformer-grammar,cpt-tensor,none"
    })
    void equalsTrainingOfText(String trace, String quantizer, String fusion) {
        int iterations = 5;
        int batch = 11;
        Recipe recipe = new Recipe(
                network(trace),
                Datasets.open("grammar").withFirstTraining(batch * 49),
                Quantizers.named(quantizer),
                batch,
                iterations,
                LearningRates.named("constant").orElseThrow().create(LearningRateParameters.of(0.001, iterations)),
                1);
        PrecisionSchedule schedule =
                PrecisionSchedules.named("cpt").orElseThrow().create(new ScheduleParameters(3, 8, 8, 8, 2, iterations));
        Accelerator accelerator = accelerator("bitfusion-45nm", "vector.fusion=" + fusion);
        ShapeRun.Plan plan = new ShapeRun.Plan(
                recipe.network(), recipe.quantizer(), batch, iterations, 3 * batch, 3, 20 * batch, 0, 2);
        try (Workers workers = new Workers(2)) {
            TrainingRun.Result trained =
                    TrainingRun.run(recipe, schedule, 3, accelerator, workers, ProgressListener.NONE);
            ShapeRun.Result shapes = ShapeRun.run(plan, schedule, accelerator, workers, ProgressListener.NONE);
            compare(trained.ledger(), shapes.ledger(), "trained");
            assertEquals(trained.bitOps(), shapes.bitOps());
        }
    }

    /**
     * CPT's bookkeeping of ResNet-74 on CIFAR-100: 64,000 iterations of 128. Sums do not fit 64 bits; executions do not depend
     * on them. 36.67 % saved: Fu et al., ICLR 2021, table 1.
     */
    @Test
    void wholeRunsAreExactBeyond64Bits() {
        NetworkSpec spec = network("resnet74-cifar100");
        Accelerator accelerator = accelerator("bit-serial-45nm");
        try (Workers workers = new Workers(2)) {
            ShapeRun.Result fixed = run(spec, "static", accelerator, workers, 64_000);
            ShapeRun.Result cyclic = run(spec, "cpt", accelerator, workers, 64_000);
            assertEquals(
                    0.3667, 1 - cyclic.bitOps().doubleValue() / fixed.bitOps().doubleValue(), 5e-5);
            assertEquals(
                    BigInteger.valueOf(64_000L * 128 * 192).multiply(BigInteger.valueOf(spec.forwardMacs())),
                    fixed.bitOps());
            assertEquals(Map.of(new Precision(8, 8), 64_000L), fixed.visits());
            ShapeRun.Result longer = run(spec, "static", accelerator, workers, 64_000 * 100);
            EnergyTable table = fixed.ledger().energyTable();
            var once = table.energyPj(
                    fixed.ledger().totals(fixed.ledger().entries()).events());
            var often = table.energyPj(
                    longer.ledger().totals(longer.ledger().entries()).events());
            once.forEach((component, energy) -> assertEquals(
                    0,
                    energy.multiply(java.math.BigDecimal.valueOf(100)).compareTo(often.get(component)),
                    component.label()));
        }
    }

    private static ShapeRun.Result run(
            NetworkSpec spec, String schedule, Accelerator accelerator, Workers workers, long iterations) {
        ShapeRun.Plan plan = new ShapeRun.Plan(spec, Quantizers.named("cpt"), 128, iterations, 0, 0, 0, 0, 2);
        return ShapeRun.run(
                plan,
                PrecisionSchedules.named(schedule)
                        .orElseThrow()
                        .create(new ScheduleParameters(3, 8, 8, 8, 32, iterations)),
                accelerator,
                workers,
                ProgressListener.NONE);
    }

    @Test
    void refusesClustersWhoseTokensTheTextDecides() throws IOException {
        String text = Files.readString(Path.of("traces/transformer-grammar.json"))
                .replace("79, \"tied\": true", "79, \"cutoffs\": [20], \"tail_tokens\": \"own\"");
        NetworkSpec spec = NetworkReader.parse("trace", text, new Problems()).orElseThrow();
        ValuesNeededException refused = assertThrows(
                ValuesNeededException.class,
                () -> new ShapeRun.Plan(spec, Quantizers.named("cpt"), 2, 1, 0, 0, 0, 0, 3));
        assertEquals(
                "layer adaptive-softmax1: tail_tokens: is own, whose cycles depend on the text; allowed: its default, or training on a text",
                refused.getMessage());
    }

    @Test
    void refusesFamiliesThatNeedValues() {
        Accelerator serial = accelerator(
                "bitfusion-45nm",
                "array.mac.family=term-serial",
                "array.mac.lanes=1",
                "array.mac.term_operands=activation",
                "array.mac.term_encoding=oneffset");
        try (Workers workers = new Workers(1)) {
            assertThrows(
                    ValuesNeededException.class, () -> run(network("cnn-optdigits"), "static", serial, workers, 32));
        }
    }
}
