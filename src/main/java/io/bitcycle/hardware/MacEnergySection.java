package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;

import io.bitcycle.hardware.EnergyConfig.MacEvent;
import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.numeric.IntegerFormat;
import java.util.List;
import java.util.stream.Stream;

/** {@code energy.mac}: MAC energy by operand widths. */
final class MacEnergySection {
    private static final Key<Integer> A_BITS =
            Key.required("a_bits", integer(1, IntegerFormat.MAX_BITS), "Widest operand A covered, in bits.");
    private static final Key<Integer> B_BITS =
            Key.required("b_bits", integer(1, IntegerFormat.MAX_BITS), "Widest operand B covered, in bits.");
    private static final Key<MacEvent> EVENT = Key.required(
            "event",
            choice(MacEvent.class),
            "What one entry counts: a cycle of the whole array, a cycle of one unit that has work, or a product.");
    private static final Key<MacEnergy.Method> METHOD = Key.withDefault(
            "method",
            choice(MacEnergy.Method.class),
            MacEnergy.Method.COVERING,
            "What an op between entries pays: the first entry that covers its operands (covering, if left out), or the "
                    + "value that is linear in both widths between the four entries around it (linear).");
    private static final Key<List<MacEnergyEntry>> ENTRIES = Key.required(
            "entries",
            list(
                    new ObjectType<>(
                            Stream.concat(
                                            Stream.of(A_BITS, B_BITS),
                                            FigureTypes.entryKeys(FigureTypes.VALUE_PJ).stream())
                                    .toList(),
                            fields -> new MacEnergyEntry(
                                    fields.get(A_BITS),
                                    fields.get(B_BITS),
                                    FigureTypes.read(fields, FigureTypes.VALUE_PJ))),
                    1,
                    IntegerFormat.MAX_BITS * IntegerFormat.MAX_BITS),
            "By operand widths, ascending by a_bits, then b_bits.");

    static final ObjectType<MacEnergy> TYPE =
            new ObjectType<>(List.of(EVENT, METHOD, ENTRIES), MacEnergySection::build);

    private MacEnergySection() {}

    private static MacEnergy build(Fields fields) {
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
        MacEnergy energy = new MacEnergy(fields.get(EVENT), fields.get(METHOD), entries);
        energy.firstGap()
                .ifPresent(gap -> fields.problem(
                        ENTRIES.name(),
                        "has no entry for " + gap
                                + " bits; allowed with method linear: one for every pair of an a_bits "
                                + "and a b_bits that occur"));
        return energy;
    }
}
