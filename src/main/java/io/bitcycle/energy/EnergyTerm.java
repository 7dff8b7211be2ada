package io.bitcycle.energy;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One line of an energy account: {@code count} events at the row's value.
 *
 * @param energyPj exactly count x value
 */
public record EnergyTerm(EnergyTable.Row row, BigInteger count, BigDecimal energyPj) {}
