package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.integerOf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.hardware.mac.LaneAccumulation;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.mac.StepWidth;
import io.bitcycle.hardware.mac.TermEncoding;
import io.bitcycle.hardware.mac.TermOperands;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonTypes;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.numeric.Accumulator;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.List;
import java.util.stream.Stream;

/** {@code array.mac}: one MAC unit. */
final class MacSection {
    private static final Key<OperandSigns> OPERAND_SIGNS = Key.required(
            "operand_signs",
            choice(OperandSigns.class),
            "Operands that multipliers take: either sign mode, or signed only (unsigned codes are then centred).");
    private static final Key<Integer> MAX_BITS =
            Key.required("max_bits", integer(1, IntegerFormat.MAX_BITS), "Widest operand of one pass, in bits.");
    private static final Key<Integer> ACCUMULATOR_BITS =
            Key.required("accumulator_bits", integer(2, Accumulator.MAX_BITS), "Width of the partial sums, in bits.");
    private static final Key<OverflowPolicy> OVERFLOW = Key.required(
            "overflow", choice(OverflowPolicy.class), "What happens to a sum that does not fit the accumulator.");

    private static final Key<Integer> MIN_BITS =
            Key.optional("min_bits", integer(1, IntegerFormat.MAX_BITS), "Narrowest mode, in bits.");
    private static final Key<Integer> SERIAL_BITS =
            Key.optional("serial_bits", integerOf(1, 2, 4), "Bits of the serial operand taken per cycle.");
    private static final Key<Operand> SERIAL_OPERAND = Key.optional(
            "serial_operand",
            ChoiceType.of(List.of(Operand.WEIGHT, Operand.ACTIVATION), JsonTypes::label),
            "The operand that comes bit by bit.");
    private static final Key<Integer> LANES =
            Key.optional("lanes", integer(1, 1024), "Products per unit and step, summed along the depth.");
    private static final Key<LaneAccumulation> LANE_SUM = Key.optional(
            "lane_sum",
            choice(LaneAccumulation.class),
            "Whether the lanes of a subword-parallel unit share one sum, or are further columns with sums of their own.");
    private static final Key<TermOperands> TERM_OPERANDS = Key.withDefault(
            "term_operands",
            choice(TermOperands.class),
            TermOperands.ACTIVATION,
            "Which operands a term-serial unit takes apart into powers of two; activation if left out.");
    private static final Key<TermEncoding> TERM_ENCODING = Key.withDefault(
            "term_encoding",
            choice(TermEncoding.class),
            TermEncoding.ONEFFSET,
            "The powers of two of a term-serial operand: its 1 bits, or Booth's digits; oneffset if left out.");

    /** The keys of which each family uses some. */
    private static final List<Key<?>> PARAMETERS =
            List.of(MIN_BITS, SERIAL_BITS, SERIAL_OPERAND, LANES, LANE_SUM, TERM_OPERANDS, TERM_ENCODING);

    private final List<MacFamily> families;
    private final Key<MacFamily> family;

    private MacSection(List<MacFamily> families) {
        this.families = families;
        this.family = Key.required("family", ChoiceType.of(families, MacFamily::name), "How a product is computed.");
    }

    static ObjectType<MacConfig> type(List<MacFamily> families) {
        MacSection section = new MacSection(families);
        List<Key<?>> always = List.of(section.family, OPERAND_SIGNS, MAX_BITS, ACCUMULATOR_BITS, OVERFLOW);
        return new ObjectType<>(
                Stream.concat(always.stream(), PARAMETERS.stream()).toList(), section::build, section::refineSchema);
    }

    private MacConfig build(Fields fields) {
        MacFamily chosen = fields.get(family);
        boolean complete = true;
        for (Key<?> key : PARAMETERS) {
            boolean used = chosen.parameters().contains(key.name());
            if (used && !fields.has(key) && key.otherwise().isEmpty()) {
                complete = false;
                fields.problem(
                        key.name(),
                        "is missing, and " + chosen.name() + " needs it; allowed: "
                                + key.type().allowed());
            } else if (!used && fields.has(key)) {
                fields.warn(key.name(), "has no effect on " + chosen.name());
            }
        }
        MacConfig mac = new MacConfig(
                chosen,
                fields.get(OPERAND_SIGNS),
                fields.get(MAX_BITS),
                used(chosen, fields, MIN_BITS, 0),
                used(chosen, fields, SERIAL_BITS, 0),
                used(chosen, fields, SERIAL_OPERAND, null),
                used(chosen, fields, LANES, 0),
                used(chosen, fields, LANE_SUM, null),
                used(chosen, fields, TERM_OPERANDS, null),
                used(chosen, fields, TERM_ENCODING, null),
                fields.get(ACCUMULATOR_BITS),
                fields.get(OVERFLOW));
        if (complete) {
            chosen.refuseUnit(mac)
                    .ifPresentOrElse(
                            refusal -> fields.problem(refusal.key(), refusal.reason()),
                            () -> warnOfNarrowAccumulator(mac, fields));
        }
        return mac;
    }

    private static <T> T used(MacFamily family, Fields fields, Key<T> key, T unused) {
        return family.parameters().contains(key.name()) ? fields.find(key).orElse(unused) : unused;
    }

    /**
     * The widest mode's step may sum more than the accumulator holds, which is then counted as an overflow, like a sum over
     * steps. Units whose narrow modes have narrow accumulators are modelled by their widths, op by op.
     */
    private static void warnOfNarrowAccumulator(MacConfig mac, Fields fields) {
        StepWidth step = StepWidth.of(mac);
        if (step.bits() > mac.accumulatorBits()) {
            fields.warn(
                    ACCUMULATOR_BITS.name(),
                    "is " + mac.accumulatorBits() + ", and one step may sum " + step.worst() + " codes, which takes "
                            + step.bits() + "; a sum that does not fit overflows, and is counted");
        }
    }

    /** Says which keys each family needs. */
    private void refineSchema(ObjectNode schema) {
        ArrayNode all = schema.putArray("allOf");
        for (MacFamily each : families) {
            ObjectNode rule = all.addObject();
            rule.putObject("if").putObject("properties").putObject("family").put("const", each.name());
            ArrayNode required = rule.putObject("then").putArray("required");
            PARAMETERS.stream()
                    .filter(key ->
                            key.otherwise().isEmpty() && each.parameters().contains(key.name()))
                    .map(Key::name)
                    .sorted()
                    .forEach(required::add);
        }
    }
}
