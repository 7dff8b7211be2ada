package io.bitcycle.simulator;

import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.mapping.DramTransfer;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Every burst that operations move from and to DRAM, executed one after the other: those that the ledger counts, in the order and at
 * the cycles of the pipeline of tiles. A vector operation, which counts no tiles, reads and writes evenly mixed from its
 * begin.
 *
 * <p>Addresses are a layout of our own, since a ledger has none: each tensor of each operation lies in a region of its own, tile
 * after tile, each from the begin of a burst; partial sums lie where the finished ones will.
 */
public final class DramTrace {
    /**
     * One burst.
     *
     * @param number of the operation, from 0
     * @param tensor {@code activation}, {@code weight} or {@code output} of a matrix operation, {@code input} or {@code output} of a
     *     vector operation
     * @param write whether it goes to DRAM
     * @param cycle of the array's clock in which its first bit is on the port
     * @param address of its first byte
     * @param bytes that it moves
     */
    public record Burst(
            int number, Operation operation, String tensor, boolean write, long cycle, long address, int bytes) {}

    private final Accelerator accelerator;
    private final DramConfig dram;
    private final List<Operation> operations;

    /**
     * The trace of operations in their order.
     *
     * @throws ValuesNeededException for a MAC family whose cycles values decide
     * @throws IllegalArgumentException when a burst of the hwconfig is not of whole bytes
     */
    public DramTrace(Accelerator accelerator, List<? extends Operation> operations) {
        accelerator.requireNoValues();
        this.accelerator = accelerator;
        this.dram = accelerator.hardware().dram();
        this.operations = List.copyOf(operations);
        if (dram.burstBits() % Byte.SIZE != 0) {
            throw new IllegalArgumentException("bursts of " + dram.burstBits() + " bits");
        }
    }

    /**
     * The bursts of one operation, before they are made.
     *
     * @param count of them
     * @param widest one that takes as many digits as any of them
     */
    public record Part(long count, Burst widest) {}

    /** What {@link #forEach} will make, per operation. */
    public List<Part> parts() {
        long cycles = 0;
        long bytes = 0;
        for (Operation operation : operations) {
            cycles += accelerator.cost(operation).totalCycles()
                    + accelerator.hardware().array().reconfigurationCycles();
            bytes += bits(operation) / Byte.SIZE;
        }
        List<Part> parts = new ArrayList<>();
        for (Operation operation : operations) {
            // Room for the largest of the tiles takes less than sixteen times the bytes that they move.
            Burst widest = new Burst(
                    operations.size(), operation, "activation", true, cycles, 16 * bytes, dram.burstBits() / Byte.SIZE);
            parts.add(new Part(bits(operation) / dram.burstBits(), widest));
        }
        return parts;
    }

    private long bits(Operation operation) {
        return operation instanceof MatrixOp op
                ? accelerator.mapping(op).run().dramBits()
                : VectorBits.of((VectorOp) operation, accelerator.hardware()).total();
    }

    /** Every burst, cycles ascending. */
    public void forEach(Consumer<Burst> consumer) {
        new Walk(consumer).all();
    }

    private final class Walk {
        private final Consumer<Burst> consumer;
        private final int burstBytes = dram.burstBits() / Byte.SIZE;
        private int number;
        private Operation operation;
        /** Cycle in which the operation begins. */
        private long begin;
        /** The first address beyond all regions so far. */
        private long free;

        Walk(Consumer<Burst> consumer) {
            this.consumer = consumer;
        }

        void all() {
            MatrixOp before = null;
            for (number = 0; number < operations.size(); number++) {
                operation = operations.get(number);
                if (operation instanceof MatrixOp op) {
                    boolean reconfigured = before != null
                            && AcceleratorSession.reconfigures(
                                    before.a().bits(), before.b().bits(), op);
                    begin += reconfigured ? accelerator.hardware().array().reconfigurationCycles() : 0;
                    matrix(op);
                    before = op;
                } else {
                    vector((VectorOp) operation);
                }
                begin += accelerator.cost(operation).totalCycles();
            }
        }

        private void matrix(MatrixOp op) {
            Layout layout = new Layout(op.groups(), free);
            accelerator.mapper().transfers(op, layout::make);
            layout.place();
            accelerator.mapper().transfers(op, transfer -> {
                long address = layout.address(transfer);
                long bursts = transfer.bits() / dram.burstBits();
                for (long i = 0; i < bursts; i++) {
                    burst(
                            transfer.operand().name().toLowerCase(Locale.ROOT),
                            transfer.write(),
                            transfer.cycle() + i * dram.burstBits() / dram.bitsPerCycle(),
                            address + i * burstBytes);
                }
            });
            free = layout.end();
        }

        private void vector(VectorOp op) {
            VectorBits bits = VectorBits.of(op, accelerator.hardware());
            long reads = bits.read() / dram.burstBits();
            long all = bits.total() / dram.burstBits();
            long start = reads > 0 ? dram.latencyCycles() : 0;
            long read = 0;
            for (long i = 0; i < all; i++) {
                // As many of the first i + 1 bursts are reads as their share, rounded up.
                boolean write = read * all >= (i + 1) * reads;
                long of = write ? reads + i - read : read;
                burst(
                        write ? "output" : "input",
                        write,
                        start + i * dram.burstBits() / dram.bitsPerCycle(),
                        free + of * burstBytes);
                read += write ? 0 : 1;
            }
            free += all * burstBytes;
        }

        private void burst(String tensor, boolean write, long cycle, long address) {
            consumer.accept(new Burst(number, operation, tensor, write, begin + cycle, address, burstBytes));
        }
    }

    /** Where the tiles of a matrix operation's operands lie: room for the largest of an operand's for each. */
    private static final class Layout {
        private final int groups;
        private final long[] base = new long[Operand.values().length];
        private final long[] tiles = new long[base.length];
        private final long[] largest = new long[base.length];
        private long end;

        Layout(int groups, long from) {
            this.groups = groups;
            this.end = from;
        }

        /** Makes room. */
        void make(DramTransfer transfer) {
            int of = transfer.operand().ordinal();
            tiles[of] = Math.max(tiles[of], transfer.tile() + 1);
            largest[of] = Math.max(largest[of], transfer.bits() / Byte.SIZE);
        }

        /** Places the operands one after the other, once there is room for all. */
        void place() {
            for (int of = 0; of < base.length; of++) {
                base[of] = end;
                end += groups * tiles[of] * largest[of];
            }
        }

        long address(DramTransfer transfer) {
            int of = transfer.operand().ordinal();
            return base[of] + (transfer.group() * tiles[of] + transfer.tile()) * largest[of];
        }

        long end() {
            return end;
        }
    }
}
