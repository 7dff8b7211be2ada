package io.bitcycle.report;

import io.bitcycle.energy.Component;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.json.Problems;
import io.bitcycle.mapping.BitFusionAccounting;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import io.bitcycle.simulator.Workers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Bit Fusion over Eyeriss, per network: the published ratios; the same recomputed with the tilings and the accounting of Bit
 * Fusion's simulator; and Bit Fusion as this simulator maps and accounts for it. Eyeriss' side is the published one in all
 * three, since its row-stationary dataflow is not modelled here.
 */
public final class EyerissComparison {
    /** 16 bit x 0.2 pJ, the notebook's energy of a MAC; Eyeriss' accesses are counted in it. */
    private static final double PJ_PER_MAC = 16 * 0.2;

    /** The notebook's scaling of Eyeriss' DRAM energy. */
    private static final double DRAM_SCALE = 0.15;

    /** Eyeriss' published results: cycles and pJ, with DRAM scaled and as it is. */
    private record Eyeriss(
            long cycles, double energyPj, double unscaledPj, double publishedSpeedup, double publishedGain) {}

    /** Bit Fusion's cycles and pJ. */
    private record Cost(long cycles, double energyPj) {
        Cost plus(Cost more) {
            return new Cost(cycles + more.cycles, energyPj + more.energyPj);
        }
    }

    /** A network's ratios. */
    public record Row(
            String network,
            double publishedSpeedup,
            double speedup,
            double modelSpeedup,
            double publishedGain,
            double gain,
            double modelGain,
            double unscaledGain) {}

    private final List<Row> rows;

    private EyerissComparison(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * Computes all ratios.
     *
     * @throws io.bitcycle.mapping.TilesDoNotFitException when the hwconfig's buffers hold no tile of some layer
     */
    public static EyerissComparison of(HardwareConfig hardware) throws IOException {
        Problems problems = new Problems();
        List<BitFusionLayer> layers = BitFusionLayer.published(problems);
        Map<String, Eyeriss> eyeriss = eyeriss(problems);
        problems.throwIfAny();
        Map<String, Cost> accounted = new LinkedHashMap<>();
        Map<String, Cost> modelled = new LinkedHashMap<>();
        Map<Object, Cost> known = new LinkedHashMap<>();
        HardwareConfig searching = hardware.withMapping(new MappingConfig.Search());
        for (BitFusionLayer layer : layers) {
            Object shape = List.of(layer.shape(), layer.activation(), layer.weight(), layer.im2col());
            accounted.merge(
                    layer.network(), known.computeIfAbsent(shape, any -> accounted(layer, hardware)), Cost::plus);
            modelled.merge(layer.network(), modelled(layer, searching), Cost::plus);
        }
        List<Row> rows = new ArrayList<>();
        accounted.forEach((network, cost) -> rows.add(row(network, eyeriss.get(network), cost, modelled.get(network))));
        return new EyerissComparison(rows);
    }

    private static Map<String, Eyeriss> eyeriss(Problems problems) throws IOException {
        List<String> onChip = List.of("alu", "buffer", "array", "rf");
        List<String> columns = new ArrayList<>(onChip);
        columns.addAll(List.of("network", "cycles", "dram", "published_speedup", "published_energy_gain"));
        Map<String, Eyeriss> all = new LinkedHashMap<>();
        for (PublishedTable.Row row : PublishedTable.resource("bitfusion/eyeriss.csv", columns, problems)
                .rows()) {
            double chip = onChip.stream().mapToDouble(row::decimal).sum();
            all.put(
                    row.text("network"),
                    new Eyeriss(
                            row.whole("cycles", 1L, Long.MAX_VALUE),
                            PJ_PER_MAC * (chip + DRAM_SCALE * row.decimal("dram")),
                            PJ_PER_MAC * (chip + row.decimal("dram")),
                            row.decimal("published_speedup"),
                            row.decimal("published_energy_gain")));
        }
        return all;
    }

    private static Cost accounted(BitFusionLayer layer, HardwareConfig hardware) {
        BitFusionAccounting.Cost cost = layer.cost(hardware, layer.tiling(hardware));
        return new Cost(cost.cycles(), cost.energyPj(hardware));
    }

    private static Cost modelled(BitFusionLayer layer, HardwareConfig hardware) {
        AcceleratorSession session = new Accelerator(layer.on(hardware)).session(new Workers(1));
        session.count(layer.op());
        RunLedger ledger = session.ledger();
        Totals totals = ledger.totals(ledger.entries());
        Map<Component, BigDecimal> energy = ledger.energyTable().energyPj(totals.events());
        double all =
                energy.values().stream().mapToDouble(BigDecimal::doubleValue).sum();
        return new Cost(
                totals.totalCycles(), all - energy.get(Component.LEAKAGE).doubleValue());
    }

    private static Row row(String network, Eyeriss eyeriss, Cost accounted, Cost modelled) {
        return new Row(
                network,
                eyeriss.publishedSpeedup(),
                (double) eyeriss.cycles() / accounted.cycles(),
                (double) eyeriss.cycles() / modelled.cycles(),
                eyeriss.publishedGain(),
                eyeriss.energyPj() / accounted.energyPj(),
                eyeriss.energyPj() / modelled.energyPj(),
                eyeriss.unscaledPj() / accounted.energyPj());
    }

    public List<Row> rows() {
        return rows;
    }

    /** Geometric mean over the networks. */
    public double mean(ToDoubleFunction<Row> ratio) {
        double logarithms =
                rows.stream().mapToDouble(ratio).map(StrictMath::log).reduce(0, Double::sum);
        return StrictMath.exp(logarithms / rows.size());
    }

    /** The table and what its columns are. */
    public List<String> lines() {
        TextTable table = new TextTable(
                "network",
                "speed: published",
                "recomputed",
                "this model",
                "energy: published",
                "recomputed",
                "this model");
        rows.forEach(row -> table.row(
                row.network(),
                times(row.publishedSpeedup()),
                times(row.speedup()),
                times(row.modelSpeedup()),
                times(row.publishedGain()),
                times(row.gain()),
                times(row.modelGain())));
        table.row(
                "geometric mean",
                times(mean(Row::publishedSpeedup)),
                times(mean(Row::speedup)),
                times(mean(Row::modelSpeedup)),
                times(mean(Row::publishedGain)),
                times(mean(Row::gain)),
                times(mean(Row::modelGain)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("published   Bit Fusion's simulator on both sides, batch 16; Eyeriss' DRAM energy scaled by "
                + DRAM_SCALE + ", as its notebook does");
        lines.add(
                "recomputed  Bit Fusion with the tilings its simulator chooses and its accounting; without that scaling the "
                        + "mean energy gain is " + times(mean(Row::unscaledGain)));
        lines.add(
                "this model  Bit Fusion with this simulator's mapper, pipeline and counts, leakage left out as in the others");
        lines.add("Eyeriss is the published one in every column: its row-stationary dataflow is not modelled here.");
        return lines;
    }

    /** A header and a line per network, for programs. */
    public List<String> csv() {
        List<String> csv = new ArrayList<>();
        csv.add(
                "network,published_speedup,recomputed_speedup,model_speedup,"
                        + "published_energy_gain,recomputed_energy_gain,model_energy_gain,recomputed_energy_gain_unscaled_dram");
        for (Row row : rows) {
            csv.add(row.network() + ","
                    + DoubleStream.of(
                                    row.publishedSpeedup(),
                                    row.speedup(),
                                    row.modelSpeedup(),
                                    row.publishedGain(),
                                    row.gain(),
                                    row.modelGain(),
                                    row.unscaledGain())
                            .mapToObj(Figures::exact)
                            .collect(Collectors.joining(",")));
        }
        return csv;
    }

    private static String times(double ratio) {
        return Figures.fixed(ratio, 2);
    }
}
