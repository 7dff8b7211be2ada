package io.bitcycle.hardware;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.hardware.memory.StorageWidths;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonTypes;
import java.util.List;
import java.util.Optional;

/** What must fit between the sections of a hwconfig. A rule is skipped where a section it needs is itself bad. */
final class CrossRules {
    private final Fields root;
    private final ArrayConfig array;
    private final MacConfig mac;
    private final int widest;

    private CrossRules(Fields root, ArrayConfig array) {
        this.root = root;
        this.array = array;
        this.mac = array.mac();
        this.widest = mac.family().widestOperand(mac);
    }

    static void check(
            Fields root,
            Optional<ArrayConfig> array,
            Optional<BuffersConfig> buffers,
            Optional<DramConfig> dram,
            Optional<EnergyFigures> energy) {
        if (array.isEmpty()) {
            return;
        }
        CrossRules rules = new CrossRules(root, array.get());
        energy.ifPresent(table -> rules.energyCovers(table.mac().entries()));
        if (dram.isPresent() && rules.storageCovers(dram.get().storage()) && buffers.isPresent()) {
            for (Operand operand : Operand.values()) {
                rules.bufferHoldsFold(
                        operand, buffers.get().of(operand), dram.get().storage());
            }
        }
    }

    /** The operations of a vector unit of integers have figures of their own. */
    static void integersHaveEnergies(Fields root, Optional<VectorConfig> vector, Optional<EnergyFigures> energy) {
        boolean fixed = vector.isPresent() && vector.get().numeric() == VectorConfig.Numeric.FIXED;
        if (fixed && energy.isPresent() && energy.get().vectorFixed().isEmpty()) {
            root.problem(
                    "energy." + EnergyFigures.VECTOR_FIXED,
                    "is missing; allowed: an object with add, multiply, divide, since vector.numeric is fixed");
        }
    }

    /** Every op has an energy entry when the last one covers the widest operands. */
    private void energyCovers(List<MacEnergyEntry> entries) {
        MacEnergyEntry last = entries.get(entries.size() - 1);
        if (last.aBits() < widest || last.bBits() < widest) {
            root.problem(
                    "energy.mac.entries[" + (entries.size() - 1) + "]",
                    "covers operands of " + last.aBits() + " and " + last.bBits()
                            + " bits; allowed: a last entry with a_bits " + "and b_bits of at least " + widest
                            + ", the widest operand of " + mac.family().name());
        }
    }

    /** Every code has a place when the list of widths ends with one for the widest operand. */
    private boolean storageCovers(StorageWidths storage) {
        List<Integer> widths = storage.widths();
        if (widths.isEmpty() || widths.get(widths.size() - 1) >= widest) {
            return true;
        }
        root.problem(
                "dram.storage_bits",
                "is " + widths + "; allowed: a list whose last width is at least " + widest + ", the widest operand of "
                        + mac.family().name());
        return false;
    }

    /** The smallest tile is one fold with one row of streaming codes; half of a double buffer must hold it. */
    private void bufferHoldsFold(Operand operand, BufferConfig buffer, StorageWidths storage) {
        long needed = 0;
        for (int a = 1; a <= widest; a++) {
            for (int b = 1; b <= widest; b++) {
                needed = Math.max(needed, foldBits(operand, a, b, storage));
            }
        }
        if (needed > buffer.tileBits()) {
            long kib = (needed + BufferConfig.TILE_BITS_PER_KIB - 1) / BufferConfig.TILE_BITS_PER_KIB;
            root.problem(
                    "buffers." + JsonTypes.label(operand) + ".kib",
                    "is " + buffer.kib() + "; allowed: at least " + kib + ", since half of the buffer must hold the "
                            + needed + " bits of one fold (" + array.rows() + " rows, " + array.cols() + " columns, "
                            + array.dataflow().label() + ", widest operands)");
        }
    }

    /** Bits that one fold needs of one operand: rows x columns of the stationary one, one row of each other one. */
    private long foldBits(Operand operand, int aBits, int bBits, StorageWidths storage) {
        long depth = mac.family().productsPerStep(mac, aBits, bBits);
        long cols = (long) array.cols() * mac.family().columnsPerUnit(mac, aBits, bBits);
        long activation = depth * storage.bitsFor(aBits);
        long weight = depth * storage.bitsFor(bBits);
        return switch (array.dataflow()) {
            case OUTPUT_STATIONARY ->
                switch (operand) {
                    case ACTIVATION -> array.rows() * activation;
                    case WEIGHT -> cols * weight;
                    case OUTPUT -> array.rows() * cols * mac.accumulatorBits();
                };
            case WEIGHT_STATIONARY ->
                switch (operand) {
                    case ACTIVATION -> array.rows() * activation;
                    case WEIGHT -> array.rows() * cols * weight;
                    case OUTPUT -> cols * mac.accumulatorBits();
                };
            case INPUT_STATIONARY ->
                switch (operand) {
                    case ACTIVATION -> array.rows() * cols * activation;
                    case WEIGHT -> array.rows() * weight;
                    case OUTPUT -> cols * mac.accumulatorBits();
                };
        };
    }
}
