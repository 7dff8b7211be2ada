package io.bitcycle.hardware;

import java.math.BigDecimal;

/**
 * One line of the energy table.
 *
 * @param value exactly as written in the hwconfig: picojoules per event or per bit, milliwatts for leakage
 * @param source paper and table it comes from
 */
public record EnergyEntry(BigDecimal value, String source) {}
