package io.bitcycle.report.timeline;

import io.bitcycle.energy.Event;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.mapping.TileStep;
import io.bitcycle.mapping.TileTimes;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.OperationListener;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When each part of the accelerator is busy while it executes operations one after the other. Buffers are busy while DRAM
 * fills or empties them; what the array reads of the other half at the same time is not drawn. With {@code vector.overlap},
 * vector work runs beside everything else from the start, as total cycles count it: of its transfers only those that stall are
 * drawn, since nothing says when the others happen.
 */
public final class Timeline implements OperationListener {
    /** Operations of more tiles are drawn as one: array, loads and stores as long as they take together. */
    static final int MOST_TILES = 64;

    private final String name;
    private final Accelerator accelerator;
    private final HardwareConfig hardware;
    private final DramConfig dram;
    private final List<Span> spans = new ArrayList<>();
    private long time;
    private long vectorTime;

    /**
     * Something that keeps a track busy.
     *
     * @param from first cycle
     * @param to the cycle after the last
     * @param args for the viewer, by name
     */
    record Span(Track track, String name, long from, long to, Map<String, Object> args) {}

    /** @param name for people: which schedule, which iteration */
    public Timeline(String name, Accelerator accelerator) {
        this.name = name;
        this.accelerator = accelerator;
        this.hardware = accelerator.hardware();
        this.dram = hardware.dram();
    }

    @Override
    public void executed(Operation operation, OpCost cost, boolean reconfigured) {
        if (operation instanceof MatrixOp op) {
            if (reconfigured) {
                long cycles = hardware.array().reconfigurationCycles();
                add(Track.ARRAY, "reconfiguration", time, time + cycles, args(op));
                time += cycles;
            }
            matrix(op, cost);
        } else {
            vector((VectorOp) operation, cost);
        }
    }

    /** All cycles: the end of the last operation. */
    long cycles() {
        return Math.max(time, vectorTime);
    }

    String name() {
        return name;
    }

    HardwareConfig hardware() {
        return hardware;
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    private void matrix(MatrixOp op, OpCost cost) {
        boolean needsValues = hardware.array().mac().family().needsValues();
        Mapper.Mapped mapped = accelerator.mapping(op);
        if (needsValues || op.groups() * mapped.mapping().steps() > MOST_TILES) {
            together(op, cost);
        } else {
            tiles(op, mapped);
        }
        time += cost.totalCycles();
    }

    private void tiles(MatrixOp op, Mapper.Mapped mapped) {
        long start = time;
        TileTimes.forEach(op, mapped, hardware, new TileTimes.Observer() {
            @Override
            public void load(long from, long to, TileStep step) {
                loads(
                        op,
                        start + from,
                        dram.moved(step.activationBits()),
                        dram.moved(step.weightBits()),
                        dram.moved(step.sumBits()));
            }

            @Override
            public void compute(long from, long to, TileStep step) {
                Map<String, Object> args = args(op);
                args.put("folds", step.folds());
                add(Track.ARRAY, title(op), start + from, start + to, args);
            }

            @Override
            public void store(long from, long to, long bits) {
                transfer(op, Track.OUTPUT_BUFFER, "store sums", start + from, start + to, bits);
            }
        });
    }

    /** Loads at the beginning, stores at the end, the array from the beginning. */
    private void together(MatrixOp op, OpCost cost) {
        long end = time + cost.totalCycles();
        Map<String, Object> args = args(op);
        args.put("tiles_drawn_as_one", true);
        add(Track.ARRAY, title(op), time, time + cost.computeCycles(), args);
        long stored = cost.events().get(Event.OUTPUT_DRAM_WRITE_BIT);
        loads(
                op,
                time,
                cost.events().get(Event.ACTIVATION_DRAM_READ_BIT),
                cost.events().get(Event.WEIGHT_DRAM_READ_BIT),
                cost.events().get(Event.OUTPUT_DRAM_READ_BIT));
        transfer(op, Track.OUTPUT_BUFFER, "store sums", end - dram.cycles(stored), end, stored);
    }

    private void loads(Operation op, long start, long activations, long weights, long sums) {
        long first = start + dram.cycles(activations);
        long second = start + dram.cycles(activations + weights);
        long third = start + dram.cycles(activations + weights + sums);
        transfer(op, Track.ACTIVATION_BUFFER, "load activations", start, first, activations);
        transfer(op, Track.WEIGHT_BUFFER, "load weights", first, second, weights);
        transfer(op, Track.OUTPUT_BUFFER, "load sums", second, third, sums);
    }

    /** DRAM and a buffer are busy together. */
    private void transfer(Operation op, Track buffer, String what, long from, long to, long bits) {
        Map<String, Object> args = args(op);
        args.put("transferred_bits", bits);
        add(Track.DRAM, what, from, to, args);
        add(buffer, what, from, to, args);
    }

    private void vector(VectorOp op, OpCost cost) {
        boolean overlap = hardware.vector().overlap();
        long start = overlap ? vectorTime : time;
        Map<String, Object> args = args(op);
        args.put("elements", op.elements());
        add(Track.VECTOR_UNIT, op.name(), start, start + cost.vectorCycles(), args);
        long read = cost.events().get(Event.VECTOR_DRAM_READ_BIT);
        long bits = read + cost.events().get(Event.VECTOR_DRAM_WRITE_BIT);
        Map<String, Object> moved = args(op);
        moved.put("transferred_bits", bits);
        if (overlap) {
            vectorTime += cost.vectorCycles();
            add(Track.DRAM, op.name() + " (stall)", time, time + cost.stallCycles(), moved);
            time += cost.stallCycles();
        } else {
            long first = time + (read > 0 ? dram.latencyCycles() : 0);
            add(Track.DRAM, op.name(), first, first + dram.cycles(bits), moved);
            time += cost.totalCycles();
        }
    }

    private static String title(MatrixOp op) {
        return op.layer() + " " + op.pass().label();
    }

    private static Map<String, Object> args(Operation operation) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("layer", operation.layer());
        args.put("pass", operation.pass().label());
        if (operation instanceof MatrixOp op) {
            args.put("bits", op.a().bits() + " x " + op.b().bits());
        } else {
            args.put("bits", VectorConfig.WORD_BITS);
        }
        return args;
    }

    private void add(Track track, String what, long from, long to, Map<String, Object> args) {
        if (to > from) {
            spans.add(new Span(track, what, from, to, args));
        }
    }
}
