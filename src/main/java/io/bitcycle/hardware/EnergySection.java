package io.bitcycle.hardware;

import static io.bitcycle.hardware.FigureTypes.VALUE_MW;
import static io.bitcycle.hardware.FigureTypes.VALUE_PJ;
import static io.bitcycle.hardware.FigureTypes.VALUE_PJ_PER_BIT;
import static io.bitcycle.hardware.FigureTypes.entry;
import static io.bitcycle.hardware.FigureTypes.perBank;

import io.bitcycle.hardware.EnergyFigures.BufferFigures;
import io.bitcycle.hardware.EnergyFigures.Leakage;
import io.bitcycle.hardware.EnergyFigures.Vector;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.json.EitherObject;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code energy}: a value with its unit in the key, and its source, for every event. No entry has a default. */
final class EnergySection {
    private static final ObjectType<EnergyEntry> PER_EVENT = entry(VALUE_PJ);
    private static final ObjectType<EnergyEntry> PER_BIT = entry(VALUE_PJ_PER_BIT);

    private static final Key<MacEnergy> MAC =
            Key.required("mac", MacEnergySection.TYPE, "MAC work, registers of the unit included or not as stated.");
    private static final Key<EnergyEntry> EDGE_ADD =
            Key.required("edge_add", PER_EVENT, "One addition of a code sum at the array's edge.");
    private static final Key<EnergyEntry> RESCALE =
            Key.required("rescale", PER_EVENT, "One integer rescaling of a partial sum in backward-data.");
    private static final Key<EnergyEntry> REGISTER =
            Key.required("register", PER_BIT, "Writing an operand or partial-sum register of the array.");
    private static final Key<EnergyEntry> HOP = Key.optional(
            "hop",
            PER_BIT,
            "Wires between neighbouring units of a systolic array, per bit and hop; left out where no source gives them "
                    + "apart from the registers.");

    private static final JsonType<BankFigure> PER_BIT_OF_BANK = perBank(VALUE_PJ_PER_BIT);
    private static final Key<BankFigure> READ = Key.required("read", PER_BIT_OF_BANK, "Reading.");
    private static final Key<BankFigure> WRITE = Key.required("write", PER_BIT_OF_BANK, "Writing.");
    private static final ObjectType<BufferFigures> BUFFER =
            new ObjectType<>(List.of(READ, WRITE), fields -> new BufferFigures(fields.get(READ), fields.get(WRITE)));
    private static final Key<BufferFigures> WEIGHT_BUFFER =
            Key.required(EnergyFigures.bufferKey(Operand.WEIGHT), BUFFER, "Accesses to the weight buffer.");
    private static final Key<BufferFigures> ACTIVATION_BUFFER =
            Key.required(EnergyFigures.bufferKey(Operand.ACTIVATION), BUFFER, "Accesses to the activation buffer.");
    private static final Key<BufferFigures> OUTPUT_BUFFER =
            Key.required(EnergyFigures.bufferKey(Operand.OUTPUT), BUFFER, "Accesses to the output buffer.");
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
            "The vector unit of numeric float.");

    private static final Key<EnergyEntry> INTEGER_ADD =
            Key.required("add", PER_EVENT, "An integer addition, subtraction, comparison or shift.");
    private static final Key<EnergyEntry> INTEGER_MULTIPLY =
            Key.required("multiply", PER_EVENT, "An integer multiplication.");
    private static final Key<EnergyEntry> INTEGER_DIVIDE = Key.required("divide", PER_EVENT, "An integer division.");
    private static final Key<Vector> VECTOR_FIXED = Key.optional(
            EnergyFigures.VECTOR_FIXED,
            new ObjectType<>(
                    List.of(INTEGER_ADD, INTEGER_MULTIPLY, INTEGER_DIVIDE),
                    fields -> new Vector(
                            fields.get(INTEGER_ADD),
                            fields.get(INTEGER_MULTIPLY),
                            fields.get(INTEGER_DIVIDE),
                            EnergyFigures.NO_SPECIAL)),
            "The vector unit of numeric fixed, on words of 32 bits; needed for it alone.");

    private static final Key<EnergyEntry> RECONFIGURATION =
            Key.required("reconfiguration", PER_EVENT, "One change of the array's precision.");
    private static final JsonType<Leakage> LEAKAGE_TYPE = new EitherObject<>(
            SiliconFigures.UNIT,
            SiliconFigures.type(VALUE_MW, true, List.of(), Leakage.Parts::new),
            new ObjectType<>(
                    FigureTypes.entryKeys(VALUE_MW), fields -> new Leakage.Total(FigureTypes.read(fields, VALUE_MW))));
    private static final Key<Leakage> LEAKAGE = Key.required(
            "leakage", LEAKAGE_TYPE, "Static power of array, buffers and vector unit: in all, or of one part of each.");

    static final ObjectType<EnergyFigures> TYPE = new ObjectType<>(
            List.of(
                    FigureTypes.SECTION_NODE_NM,
                    MAC,
                    EDGE_ADD,
                    RESCALE,
                    REGISTER,
                    HOP,
                    WEIGHT_BUFFER,
                    ACTIVATION_BUFFER,
                    OUTPUT_BUFFER,
                    DRAM,
                    VECTOR,
                    VECTOR_FIXED,
                    RECONFIGURATION,
                    LEAKAGE),
            EnergySection::build);

    private EnergySection() {}

    private static EnergyFigures build(Fields fields) {
        Map<Operand, BufferFigures> buffers = new EnumMap<>(Operand.class);
        buffers.put(Operand.WEIGHT, fields.get(WEIGHT_BUFFER));
        buffers.put(Operand.ACTIVATION, fields.get(ACTIVATION_BUFFER));
        buffers.put(Operand.OUTPUT, fields.get(OUTPUT_BUFFER));
        return new EnergyFigures(
                fields.get(MAC),
                fields.get(EDGE_ADD),
                fields.get(RESCALE),
                fields.get(REGISTER),
                fields.find(HOP),
                buffers,
                fields.get(DRAM),
                fields.get(VECTOR),
                fields.find(VECTOR_FIXED),
                fields.get(RECONFIGURATION),
                fields.get(LEAKAGE));
    }
}
