package io.bitcycle.hardware.mac;

/** What multipliers take: either sign mode per operand, or signed operands only (unsigned codes are then centred). */
public enum OperandSigns {
    EITHER,
    SIGNED
}
