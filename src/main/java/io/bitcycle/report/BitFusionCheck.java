package io.bitcycle.report;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.json.Problems;
import io.bitcycle.mapping.BitFusionAccounting;
import io.bitcycle.mapping.ConvTiling;
import io.bitcycle.mapping.Mapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Published layers of Bit Fusion against this simulator: with the published tiling, cycles and accesses must be the published
 * ones and energy within 1e-6; with this simulator's search, cycles must not be more.
 */
public final class BitFusionCheck {
    private static final double ENERGY_TOLERANCE = 1e-6;
    private static final double PJ_PER_NJ = 1000;
    private static final List<String> ACCESSES = List.of(
            "published_wbuf_rd",
            "published_wbuf_wr",
            "published_obuf_rd",
            "published_obuf_wr",
            "published_ibuf_rd",
            "published_ibuf_wr",
            "published_dram_rd",
            "published_dram_wr");
    private static final String CYCLES = "published_cycles";
    private static final String ENERGY = "published_counts_energy_nJ";
    private static final Map<String, ConvTiling.Loop> LOOPS = loops();

    /**
     * One layer.
     *
     * @param differences what is not as published, empty when all is
     * @param energyNj of the published tiling, as published and as computed
     * @param cycles published, and what the search needs
     */
    public record Result(
            String layer,
            List<String> differences,
            double publishedNj,
            double energyNj,
            long cycles,
            long searchedCycles) {}

    private final List<Result> results;

    private BitFusionCheck(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /**
     * Checks every layer of a file with the columns of {@code reference/bitfusion/layers.csv}.
     *
     * @throws io.bitcycle.json.BadInputException with all problems of the file
     */
    public static BitFusionCheck of(HardwareConfig hardware, Path file) throws IOException {
        Problems problems = new Problems();
        List<String> columns = Stream.of(
                        BitFusionLayer.COLUMNS,
                        List.of("tile_b", "tile_oh", "tile_ow", "tile_ic", "tile_oc", "order"),
                        List.of("published_compute", "published_stall", CYCLES, ENERGY),
                        ACCESSES)
                .flatMap(List::stream)
                .toList();
        List<Result> results = new ArrayList<>();
        for (PublishedTable.Row row :
                PublishedTable.read(file, columns, problems).rows()) {
            result(row, hardware, problems).ifPresent(results::add);
        }
        problems.throwIfAny();
        return new BitFusionCheck(results);
    }

    private static Optional<Result> result(PublishedTable.Row row, HardwareConfig hardware, Problems problems) {
        int before = problems.count();
        BitFusionLayer layer = BitFusionLayer.of(row);
        Optional<ConvTiling> tiling = tiling(row, layer);
        Map<String, Long> published = new LinkedHashMap<>();
        Stream.concat(Stream.of("published_compute", "published_stall", CYCLES), ACCESSES.stream())
                .forEach(column -> published.put(column, row.whole(column, 0L, Long.MAX_VALUE)));
        double energy = row.decimal(ENERGY);
        if (problems.count() > before || tiling.isEmpty()) {
            return Optional.empty();
        }
        BitFusionAccounting.Cost cost;
        try {
            cost = layer.cost(hardware, tiling.get());
        } catch (IllegalArgumentException doesNotFit) {
            row.problem("tile_b", "tiles that fit; here the " + doesNotFit.getMessage());
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        computed(cost).forEach((column, value) -> {
            if (!value.equals(published.get(column))) {
                differences.add(column + " " + published.get(column) + ", here " + value);
            }
        });
        double nanojoules = cost.energyPj(hardware) / PJ_PER_NJ;
        if (Math.abs(nanojoules - energy) > ENERGY_TOLERANCE * energy) {
            differences.add(ENERGY + " " + Figures.exact(energy) + ", here " + Figures.exact(nanojoules));
        }
        long searched = new Mapper(layer.on(hardware).withMapping(new MappingConfig.Search()))
                .map(layer.op())
                .run()
                .cycles();
        if (searched > published.get(CYCLES)) {
            differences.add("search takes " + searched + " cycles, more than " + published.get(CYCLES));
        }
        return Optional.of(new Result(
                layer.network() + " " + layer.layer(),
                differences,
                energy,
                nanojoules,
                published.get(CYCLES),
                searched));
    }

    private static Map<String, Long> computed(BitFusionAccounting.Cost cost) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("published_compute", cost.computeCycles());
        values.put("published_stall", cost.stallCycles());
        values.put(CYCLES, cost.cycles());
        List<Long> accesses = Stream.of(cost.weight(), cost.output(), cost.activation(), cost.dram())
                .flatMap(bits -> Stream.of(bits.read(), bits.written()))
                .toList();
        for (int i = 0; i < ACCESSES.size(); i++) {
            values.put(ACCESSES.get(i), accesses.get(i));
        }
        return values;
    }

    private static Optional<ConvTiling> tiling(PublishedTable.Row row, BitFusionLayer layer) {
        List<ConvTiling.Loop> order =
                Stream.of(row.text("order").split(">")).map(LOOPS::get).toList();
        int batch = row.whole("tile_b", 1, layer.shape().batch());
        int height = row.whole("tile_oh", 1, layer.shape().outHeight());
        int width = row.whole("tile_ow", 1, layer.shape().outWidth());
        int channels = row.whole("tile_ic", 1, layer.shape().inChannels());
        int outputs = row.whole("tile_oc", 1, layer.shape().outChannels());
        if (order.contains(null) || order.stream().distinct().count() != LOOPS.size() || order.size() != LOOPS.size()) {
            row.problem("order", String.join(">", LOOPS.keySet()) + " in any order, outermost first");
            return Optional.empty();
        }
        return Optional.of(new ConvTiling(batch, height, width, channels, outputs, order));
    }

    private static Map<String, ConvTiling.Loop> loops() {
        Map<String, ConvTiling.Loop> loops = new LinkedHashMap<>();
        loops.put("B", ConvTiling.Loop.BATCH);
        loops.put("OW", ConvTiling.Loop.WIDTH);
        loops.put("OH", ConvTiling.Loop.HEIGHT);
        loops.put("IC", ConvTiling.Loop.CHANNELS);
        loops.put("OC", ConvTiling.Loop.OUTPUTS);
        return loops;
    }

    public List<Result> results() {
        return results;
    }

    /** Whether every layer is as published. */
    public boolean passed() {
        return results.stream().allMatch(result -> result.differences().isEmpty());
    }

    /** A table, and a line for whatever differs. */
    public List<String> lines() {
        TextTable table = new TextTable(
                "layer", "published tiling", "energy published", "here", "cycles published", "search finds");
        List<String> differences = new ArrayList<>();
        for (Result result : results) {
            table.row(
                    result.layer(),
                    result.differences().isEmpty() ? "equal" : "DIFFERS",
                    Figures.fixed(result.publishedNj(), 3) + " nJ",
                    Figures.fixed(result.energyNj(), 3) + " nJ",
                    Figures.grouped(result.cycles()),
                    Figures.grouped(result.searchedCycles()));
            result.differences().forEach(difference -> differences.add(result.layer() + ": " + difference));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(differences);
        lines.add(results.size()
                + " layers; cycles, stalls and all eight access counts compared exactly, energy to 1e-6");
        return lines;
    }
}
