/**
 * The array register by register and cycle by cycle: {@code step} fidelity. A cycle has two phases: first every operand and
 * control register takes what stood before it, then every unit works on its registers and every partial sum takes its
 * addition.
 */
package io.bitcycle.simulator.step;
