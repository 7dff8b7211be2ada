package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.array.OutputDrain;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.util.List;

/** {@code array}: rows and columns of MAC units and how operands move through them. */
final class ArraySection {
    private static final Key<Integer> ROWS = Key.required("rows", integer(1, 4096), "Rows of MAC units, R.");
    private static final Key<Integer> COLS = Key.required("cols", integer(1, 4096), "Columns of MAC units, C.");
    private static final Key<Dataflow> DATAFLOW = Key.required(
            "dataflow",
            ChoiceType.of(List.of(Dataflow.values()), Dataflow::label)
                    .or(ChoiceType.of(List.of(Dataflow.values()), Dataflow::shortLabel)),
            "The operand that stays in the MAC units.");
    private static final Key<Interconnect> INTERCONNECT = Key.required(
            "interconnect",
            choice(Interconnect.class),
            "Operands reach the MAC units hop by hop, or all in one cycle.");
    private static final Key<DepthBlocking> DEPTH_BLOCKING = Key.required(
            "depth_blocking",
            choice(DepthBlocking.class),
            "What rows x products per step divide: the whole depth, or the channels of each kernel position.");
    private static final Key<Integer> PIPELINE_CYCLES = Key.required(
            "pipeline_cycles", integer(0, 1_000_000), "Cycles that a broadcast fold takes beyond its steps.");
    private static final Key<Integer> PSUM_HOP_CYCLES = Key.withDefault(
            "psum_hop_cycles", integer(1, 16), 1, "Cycles of one partial-sum hop in a systolic array; 1 if left out.");
    private static final Key<OutputDrain> OUTPUT_DRAIN = Key.withDefault(
            "output_drain",
            choice(OutputDrain.class),
            OutputDrain.OVERLAPPED,
            "Whether draining a systolic output-stationary fold takes cycles of its own; overlapped if left out.");
    private static final Key<Integer> RECONFIGURATION_CYCLES = Key.required(
            "reconfiguration_cycles",
            integer(0, 1_000_000),
            "Cycles that the array stands still when its precision changes.");

    private ArraySection() {}

    static ObjectType<ArrayConfig> type(Key<MacConfig> mac) {
        return new ObjectType<>(
                List.of(
                        ROWS,
                        COLS,
                        DATAFLOW,
                        INTERCONNECT,
                        DEPTH_BLOCKING,
                        PIPELINE_CYCLES,
                        PSUM_HOP_CYCLES,
                        OUTPUT_DRAIN,
                        RECONFIGURATION_CYCLES,
                        mac),
                fields -> build(fields, mac));
    }

    private static ArrayConfig build(Fields fields, Key<MacConfig> mac) {
        ArrayConfig array = new ArrayConfig(
                fields.get(ROWS),
                fields.get(COLS),
                fields.get(DATAFLOW),
                fields.get(INTERCONNECT),
                fields.get(DEPTH_BLOCKING),
                fields.get(PIPELINE_CYCLES),
                fields.get(PSUM_HOP_CYCLES),
                fields.get(OUTPUT_DRAIN),
                fields.get(RECONFIGURATION_CYCLES),
                fields.get(mac));
        MacConfig unit = array.mac();
        unit.family()
                .refuseStationary(unit, array.dataflow().stationary())
                .ifPresent(refusal -> fields.problem(refusal.key(), refusal.reason()));
        return array;
    }
}
