package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import org.junit.jupiter.api.Test;

/** Costs of small ops, worked out by hand. A of M x K, B of K x N, 8-bit codes, 32-bit sums. */
class OpCostsTest {
    private static final IntegerFormat BYTE = IntegerFormat.unsigned(8);
    private static final MatrixOp OP = MatrixOp.product("op", 4, 3, 2, BYTE, BYTE);
    private static final String FREE_DRAM = "dram.bits_per_cycle=1000000";

    private static OpCost cost(MatrixOp op, String... settings) {
        return new Accelerator(TestHardware.plain(settings)).cost(op);
    }

    private static void assertCycles(long compute, long stall, OpCost cost) {
        assertEquals(compute, cost.computeCycles());
        assertEquals(stall, cost.stallCycles());
        assertEquals(compute + stall, cost.totalCycles());
    }

    /**
     * Two folds of 3 steps. Loads: A 48 + B 48 bits, then A 48. Port: load 0 to 5 + 12 = 17, load 1 to 23, store 0 23-39;
     * compute 17-20 and 23-26; store 1 39-55.
     */
    @Test
    void outputStationary() {
        OpCost cost = cost(OP);
        assertCycles(6, 49, cost);
        assertEquals(2, cost.folds());
        assertEquals(4 * 2 * 3, cost.busyUnitCycles());
        assertEquals(96, cost.events().get(Event.ACTIVATION_SRAM_READ_BIT));
        assertEquals(2 * 48, cost.events().get(Event.WEIGHT_SRAM_READ_BIT), "B streams past each row fold");
        assertEquals(256, cost.events().get(Event.OUTPUT_SRAM_WRITE_BIT));
        assertEquals(256, cost.events().get(Event.OUTPUT_SRAM_READ_BIT));
        assertEquals(96, cost.events().get(Event.ACTIVATION_DRAM_READ_BIT));
        assertEquals(96, cost.events().get(Event.ACTIVATION_SRAM_WRITE_BIT));
        assertEquals(48, cost.events().get(Event.WEIGHT_DRAM_READ_BIT));
        assertEquals(48, cost.events().get(Event.WEIGHT_SRAM_WRITE_BIT));
        assertEquals(256, cost.events().get(Event.OUTPUT_DRAM_WRITE_BIT));
        assertEquals(0, cost.events().get(Event.OUTPUT_DRAM_READ_BIT));
        assertEquals(24 * 32, cost.events().get(Event.REGISTER_BIT), "a sum per unit and step");
    }

    /**
     * Two folds (depth 2 + 1) of preload 2 + skew 2 + 4 steps. Loads: A 48 + B 24 bits each: load 0 to 5 + 9 = 14, load 1 to
     * 23; compute 14-22 and 23-31; one store of 256 bits 31-63.
     */
    @Test
    void weightStationarySystolic() {
        OpCost cost = cost(OP, "array.dataflow=ws", "array.interconnect=systolic");
        assertCycles(16, 47, cost);
        assertEquals(96, cost.events().get(Event.ACTIVATION_SRAM_READ_BIT));
        assertEquals(48, cost.events().get(Event.WEIGHT_SRAM_READ_BIT));
        assertEquals(2 * 256, cost.events().get(Event.OUTPUT_SRAM_WRITE_BIT), "each depth fold adds to the sums");
        assertEquals(2 * 256, cost.events().get(Event.OUTPUT_SRAM_READ_BIT));
        assertEquals(48 + 24 * (8 + 32), cost.events().get(Event.REGISTER_BIT));
    }

    /** Depth 3 in two folds, M = 4 over two columns in two folds, 2 steps (N): 4 folds of 4 + 2 cycles. */
    @Test
    void inputStationarySystolic() {
        OpCost cost = cost(OP, "array.dataflow=is", "array.interconnect=systolic", FREE_DRAM, "dram.latency_cycles=0");
        assertCycles(24, 2, cost);
        assertEquals(96, cost.events().get(Event.ACTIVATION_SRAM_READ_BIT), "stationary: once");
        assertEquals(2 * 48, cost.events().get(Event.WEIGHT_SRAM_READ_BIT), "streams past each column fold");
        assertEquals(2 * 256, cost.events().get(Event.OUTPUT_SRAM_WRITE_BIT));
    }

    /** Half of 1 KiB holds 64 rows of 2 sums: 130 rows are tiles of 64, 64 and 2, and each begins both folds again. */
    @Test
    void tilesOfTheStreamPreloadAgain() {
        MatrixOp op = MatrixOp.product("op", 130, 3, 2, BYTE, BYTE);
        OpCost cost = cost(op, "array.dataflow=ws", "array.interconnect=systolic", FREE_DRAM, "dram.latency_cycles=0");
        // Two tiles more x two folds x (preload 2 + skew 2), and a cycle each for the first load and the last store.
        assertCycles(2 * (2 + 2 + 130), 2 * 2 * 4 + 2, cost);
        assertEquals(3 * 48, cost.events().get(Event.WEIGHT_SRAM_READ_BIT), "B enters the array for every tile");
        assertEquals(48, cost.events().get(Event.WEIGHT_DRAM_READ_BIT), "and stays on chip");
    }

    /** A row of two 8-bit codes per step through a port of 8 bits: 2 cycles per step. */
    @Test
    void narrowPortsHoldTheArrayUp() {
        String[] fast = {FREE_DRAM, "dram.latency_cycles=0"};
        assertCycles(6, 2, cost(OP, fast));
        assertCycles(6, 2 + 6, cost(OP, FREE_DRAM, "dram.latency_cycles=0", "buffers.activation.banks=8"));
        // Draining 4 sums of 32 bits through 16 bits takes 8 cycles beside a fold of 3: 5 more for each of two folds.
        assertCycles(6, 2 + 10, cost(OP, FREE_DRAM, "dram.latency_cycles=0", "buffers.output.banks=16"));
    }

    /** A systolic preload stands alone: 4 weights of 8 bits through 8 bits take 4 cycles instead of 2, in both folds. */
    @Test
    void narrowPortsStretchThePreload() {
        String[] settings = {
            FREE_DRAM,
            "dram.latency_cycles=0",
            "array.dataflow=ws",
            "array.interconnect=systolic",
            "buffers.weight.banks=8"
        };
        assertCycles(16, 2 + 2 * 2, cost(OP, settings));
        settings[3] = "array.interconnect=broadcast";
        assertCycles(8, 2, cost(OP, settings));
    }

    /** One row of A needs one row of ports: 8 bits per step. */
    @Test
    void anOpSmallerThanTheArrayUsesFewerPorts() {
        MatrixOp narrow = MatrixOp.product("op", 1, 3, 2, BYTE, BYTE);
        assertCycles(3, 2, cost(narrow, FREE_DRAM, "dram.latency_cycles=0", "buffers.activation.banks=8"));
    }

    @Test
    void groupsRepeat() {
        MatrixOp grouped = new MatrixOp("op", TrainingPass.FORWARD, 0, 3, 4, 3, 2, 1, BYTE, BYTE, 12, 6, 7, 0, 0);
        OpCost one = cost(OP);
        OpCost three = cost(grouped);
        assertEquals(3 * one.computeCycles(), three.computeCycles());
        assertEquals(3 * one.folds(), three.folds());
        assertEquals(3 * 7, three.events().get(Event.EDGE_ADD));
        for (Event event : Event.values()) {
            if (event != Event.EDGE_ADD) {
                assertEquals(3 * one.events().get(event), three.events().get(event), event.toString());
            }
        }
        // The port after group 0: load 3 23-29... it never idles again: 5 + 3 x (96 + 48 + 256) / 8.
        assertEquals(5 + 3 * 50, three.totalCycles());
    }

    @Test
    void rescalingIsPerSegmentOrPerProduct() {
        MatrixOp rescaled =
                new MatrixOp("op", TrainingPass.BACKWARD_DATA, 0, 1, 4, 6, 2, 3, BYTE, BYTE, 24, 12, 0, 2, 0);
        assertEquals(4 * 2 * 2, cost(rescaled).events().get(Event.RESCALE));
        assertEquals(4 * 2 * 6, cost(rescaled, "array.dataflow=ws").events().get(Event.RESCALE));
    }

    /** 3-bit codes move 3/8 of what 8-bit codes move, results as they are. */
    @Test
    void trafficFollowsTheBits() {
        MatrixOp three = MatrixOp.product("op", 4, 3, 2, IntegerFormat.unsigned(3), IntegerFormat.unsigned(3));
        assertEquals(36, cost(three).events().get(Event.ACTIVATION_DRAM_READ_BIT));
        assertEquals(18, cost(three).events().get(Event.WEIGHT_DRAM_READ_BIT));
        assertEquals(36, cost(three).events().get(Event.ACTIVATION_SRAM_READ_BIT));
        assertEquals(48, cost(three, "dram.storage_bits=[2,4,8]").events().get(Event.ACTIVATION_DRAM_READ_BIT));
    }

    @Test
    void macEventsAreWhatTheHwconfigSays() {
        MatrixOp op = MatrixOp.product("op", 5, 3, 3, BYTE, BYTE);
        // 3 x 2 folds of 3 steps on 4 units; 45 products.
        assertEquals(45, macEvents(op, "product"));
        assertEquals(45, macEvents(op, "unit-cycle"));
        assertEquals(18, macEvents(op, "array-cycle"));
    }

    private static long macEvents(MatrixOp op, String event) {
        HardwareConfig hardware = TestHardware.plain("energy.mac.event=" + event);
        OpCost cost = new Accelerator(hardware).cost(op);
        assertEquals(0, cost.events().get(Event.values().length), "the row of 4 x 8 bits");
        return cost.events().get(Event.values().length + 1);
    }

    /** Each of two folds loads its rows of A, 48 bits, and stores its sums, 128 bits; B is 48 bits. */
    @Test
    void burstsAndFilledWordsAreWhole() {
        EventCounts events = cost(
                        OP,
                        "dram.burst_bits=100",
                        "buffers.activation.banks=1",
                        "buffers.activation.access_bits=64",
                        "buffers.weight.banks=1",
                        "buffers.weight.access_bits=32")
                .events();
        assertEquals(2 * 100, events.get(Event.ACTIVATION_DRAM_READ_BIT));
        assertEquals(100, events.get(Event.WEIGHT_DRAM_READ_BIT));
        assertEquals(2 * 200, events.get(Event.OUTPUT_DRAM_WRITE_BIT));
        assertEquals(2 * 64, events.get(Event.ACTIVATION_SRAM_WRITE_BIT));
        assertEquals(2 * 32, events.get(Event.WEIGHT_SRAM_WRITE_BIT));
        assertEquals(
                2 * 48, events.get(Event.ACTIVATION_SRAM_READ_BIT), "the array's streams run on from fold to fold");
    }

    /** 10 elements x 3 operations on 8 lanes: 4 cycles; 100 + 60 bits: 5 + 20 cycles. */
    @Test
    void vectorWork() {
        VectorOp op = new VectorOp("v", TrainingPass.FORWARD, "x", 10, 1, 1, 1, 0, Traffic.bits(100), Traffic.bits(60));
        OpCost cost = cost(op, 8);
        assertEquals(4, cost.vectorCycles());
        assertEquals(21, cost.stallCycles());
        assertEquals(0, cost.computeCycles());
        assertEquals(10, cost.events().get(Event.VECTOR_ADD));
        assertEquals(10, cost.events().get(Event.VECTOR_MULTIPLY));
        assertEquals(10, cost.events().get(Event.VECTOR_DIVIDE));
        assertEquals(0, cost.events().get(Event.VECTOR_SPECIAL));
        assertEquals(100, cost.events().get(Event.VECTOR_DRAM_READ_BIT));
        assertEquals(60, cost.events().get(Event.VECTOR_DRAM_WRITE_BIT));
        assertEquals(30, cost(op, 1).vectorCycles());
        assertEquals(0, cost(op, 1).stallCycles());
    }

    private static OpCost cost(VectorOp op, int lanes) {
        return new Accelerator(TestHardware.plain("vector.lanes=" + lanes)).cost(op);
    }
}
