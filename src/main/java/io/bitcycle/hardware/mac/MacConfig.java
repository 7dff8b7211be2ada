package io.bitcycle.hardware.mac;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.OverflowPolicy;

/**
 * One MAC unit. Parameters that the family does not use are 0 or null; the reader requires those that it does use.
 *
 * @param family how a product is computed
 * @param operandSigns sign modes of the multiplier
 * @param maxBits widest operand of one pass (DESIGN: P)
 * @param minBits narrowest mode
 * @param serialBits bits of the serial operand consumed per cycle
 * @param serialOperand which operand is serial: {@link Operand#WEIGHT} or {@link Operand#ACTIVATION}
 * @param lanes products per unit and step along the depth
 * @param laneSum whether subword lanes share a sum
 * @param termOperands which operands come term by term
 * @param termEncoding how terms are formed
 * @param accumulatorBits width of the partial sums
 * @param overflow what happens to a sum that does not fit
 */
public record MacConfig(
        MacFamily family,
        OperandSigns operandSigns,
        int maxBits,
        int minBits,
        int serialBits,
        Operand serialOperand,
        int lanes,
        LaneAccumulation laneSum,
        TermOperands termOperands,
        TermEncoding termEncoding,
        int accumulatorBits,
        OverflowPolicy overflow) {
    /** The same parameters under another law of cycles. */
    public MacConfig withFamily(MacFamily other) {
        return new MacConfig(
                other,
                operandSigns,
                maxBits,
                minBits,
                serialBits,
                serialOperand,
                lanes,
                laneSum,
                termOperands,
                termEncoding,
                accumulatorBits,
                overflow);
    }
}
