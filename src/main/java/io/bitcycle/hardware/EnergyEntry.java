package io.bitcycle.hardware;

import java.math.BigDecimal;

/**
 * One line of the energy table.
 *
 * @param value picojoules per event, exactly as written in the hwconfig
 * @param source paper and table it comes from
 */
public record EnergyEntry(BigDecimal value, String source) {}
