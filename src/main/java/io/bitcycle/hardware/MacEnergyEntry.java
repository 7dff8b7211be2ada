package io.bitcycle.hardware;

/**
 * Energy of MAC work on operands of up to the given widths; the first entry that covers an op applies.
 *
 * @param aBits widest activation-port operand covered
 * @param bBits widest weight-port operand covered
 * @param energy picojoules per event of {@link EnergyConfig#macEvent()}
 */
public record MacEnergyEntry(int aBits, int bBits, EnergyEntry energy) {}
