package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.hardware.EnergyConfig.BufferEnergy;
import io.bitcycle.hardware.EnergyConfig.MacEvent;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.numeric.IntegerFormat;
import java.math.BigDecimal;
import java.util.List;

/** {@code energy}: a value with its unit in the key, and its source, for every event. No entry has a default. */
final class EnergySection {
    /** Room for a paper, its table and the arithmetic of an estimate. */
    static final JsonType<String> SOURCE_TEXT = text(2000);

    private static final JsonType<BigDecimal> VALUE = decimal("0", "1000000000");
    private static final Key<String> SOURCE =
            Key.required("source", SOURCE_TEXT, "Paper and table; the arithmetic of an estimate.");

    private static final Key<BigDecimal> VALUE_PJ = Key.required("value_pj", VALUE, "Picojoules per event.");
    private static final Key<BigDecimal> VALUE_PJ_PER_BIT =
            Key.required("value_pj_per_bit", VALUE, "Picojoules per bit.");
    private static final Key<BigDecimal> VALUE_MW = Key.required("value_mw", VALUE, "Milliwatts.");
    private static final ObjectType<EnergyEntry> PER_EVENT = entry(VALUE_PJ);
    private static final ObjectType<EnergyEntry> PER_BIT = entry(VALUE_PJ_PER_BIT);

    private static final Key<Integer> A_BITS =
            Key.required("a_bits", integer(1, IntegerFormat.MAX_BITS), "Widest operand A covered, in bits.");
    private static final Key<Integer> B_BITS =
            Key.required("b_bits", integer(1, IntegerFormat.MAX_BITS), "Widest operand B covered, in bits.");
    private static final Key<MacEvent> EVENT = Key.required(
            "event",
            choice(MacEvent.class),
            "What one entry counts: a cycle of the whole array, a cycle of one unit that has work, or a product.");
    private static final Key<List<MacEnergyEntry>> ENTRIES = Key.required(
            "entries",
            list(
                    new ObjectType<>(
                            List.of(A_BITS, B_BITS, VALUE_PJ, SOURCE),
                            fields -> new MacEnergyEntry(
                                    fields.get(A_BITS),
                                    fields.get(B_BITS),
                                    new EnergyEntry(fields.get(VALUE_PJ), fields.get(SOURCE)))),
                    1,
                    IntegerFormat.MAX_BITS * IntegerFormat.MAX_BITS),
            "Ascending by a_bits, then b_bits; the first that covers both operands of an op applies.");
    private static final Key<Mac> MAC =
            Key.required("mac", new ObjectType<>(List.of(EVENT, ENTRIES), EnergySection::mac), "The MAC units.");

    private static final Key<EnergyEntry> EDGE_ADD =
            Key.required("edge_add", PER_EVENT, "One addition of a code sum at the array's edge.");
    private static final Key<EnergyEntry> RESCALE =
            Key.required("rescale", PER_EVENT, "One integer rescaling of a partial sum in backward-data.");
    private static final Key<EnergyEntry> REGISTER =
            Key.required("register", PER_BIT, "Writing an operand or partial-sum register of the array.");

    private static final Key<EnergyEntry> READ = Key.required("read", PER_BIT, "Reading.");
    private static final Key<EnergyEntry> WRITE = Key.required("write", PER_BIT, "Writing.");
    private static final ObjectType<BufferEnergy> BUFFER =
            new ObjectType<>(List.of(READ, WRITE), fields -> new BufferEnergy(fields.get(READ), fields.get(WRITE)));
    private static final Key<BufferEnergy> WEIGHT_BUFFER =
            Key.required("weight_buffer", BUFFER, "Accesses to the weight buffer.");
    private static final Key<BufferEnergy> ACTIVATION_BUFFER =
            Key.required("activation_buffer", BUFFER, "Accesses to the activation buffer.");
    private static final Key<BufferEnergy> OUTPUT_BUFFER =
            Key.required("output_buffer", BUFFER, "Accesses to the output buffer.");
    private static final Key<EnergyEntry> DRAM = Key.required("dram", PER_BIT, "Moving data to or from DRAM.");

    private static final Key<EnergyEntry> ADD =
            Key.required("add", PER_EVENT, "A binary32 addition, subtraction or comparison.");
    private static final Key<EnergyEntry> MULTIPLY = Key.required("multiply", PER_EVENT, "A binary32 multiplication.");
    private static final Key<EnergyEntry> DIVIDE = Key.required("divide", PER_EVENT, "A binary32 division.");
    private static final Key<EnergyEntry> SPECIAL =
            Key.required("special", PER_EVENT, "A binary32 square root, exponential or logarithm.");
    private static final Key<Vector> VECTOR = Key.required(
            "vector",
            new ObjectType<>(
                    List.of(ADD, MULTIPLY, DIVIDE, SPECIAL),
                    fields ->
                            new Vector(fields.get(ADD), fields.get(MULTIPLY), fields.get(DIVIDE), fields.get(SPECIAL))),
            "The vector unit.");

    private static final Key<EnergyEntry> RECONFIGURATION =
            Key.required("reconfiguration", PER_EVENT, "One change of the array's precision.");
    private static final Key<EnergyEntry> LEAKAGE =
            Key.required("leakage", entry(VALUE_MW), "Static power of array, buffers and vector unit.");

    static final ObjectType<EnergyConfig> TYPE = new ObjectType<>(
            List.of(
                    MAC,
                    EDGE_ADD,
                    RESCALE,
                    REGISTER,
                    WEIGHT_BUFFER,
                    ACTIVATION_BUFFER,
                    OUTPUT_BUFFER,
                    DRAM,
                    VECTOR,
                    RECONFIGURATION,
                    LEAKAGE),
            EnergySection::build);

    private EnergySection() {}

    private static ObjectType<EnergyEntry> entry(Key<BigDecimal> value) {
        return new ObjectType<>(
                List.of(value, SOURCE), fields -> new EnergyEntry(fields.get(value), fields.get(SOURCE)));
    }

    /** {@code energy.mac} and {@code energy.vector}, which the record holds flat. */
    private record Mac(MacEvent event, List<MacEnergyEntry> entries) {}

    private record Vector(EnergyEntry add, EnergyEntry multiply, EnergyEntry divide, EnergyEntry special) {}

    private static Mac mac(Fields fields) {
        List<MacEnergyEntry> entries = fields.get(ENTRIES);
        for (int i = 1; i < entries.size(); i++) {
            MacEnergyEntry last = entries.get(i - 1);
            MacEnergyEntry next = entries.get(i);
            if (next.aBits() < last.aBits() || (next.aBits() == last.aBits() && next.bBits() <= last.bBits())) {
                fields.problem(
                        "entries[" + i + "]",
                        "covers operands of " + next.aBits() + " and " + next.bBits() + " bits after one of "
                                + last.aBits() + " and " + last.bBits()
                                + "; allowed: entries ascending by a_bits, then b_bits");
            }
        }
        return new Mac(fields.get(EVENT), entries);
    }

    private static EnergyConfig build(Fields fields) {
        Vector vector = fields.get(VECTOR);
        return new EnergyConfig(
                fields.get(MAC).event(),
                fields.get(MAC).entries(),
                fields.get(EDGE_ADD),
                fields.get(RESCALE),
                fields.get(REGISTER),
                fields.get(WEIGHT_BUFFER),
                fields.get(ACTIVATION_BUFFER),
                fields.get(OUTPUT_BUFFER),
                fields.get(DRAM),
                vector.add(),
                vector.multiply(),
                vector.divide(),
                vector.special(),
                fields.get(RECONFIGURATION),
                fields.get(LEAKAGE));
    }
}
