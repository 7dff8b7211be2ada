package io.bitcycle.mapping;

import io.bitcycle.hardware.memory.Operand;

/**
 * What DRAM moves of one operand for one tile of a matrix operation.
 *
 * @param write whether it goes to DRAM
 * @param group of the operation
 * @param tile which part of the operand; parts of the same number are the same codes or sums
 * @param cycle in which its first bit is on the port, from the operation's begin
 * @param bits moved, whole bursts
 */
public record DramTransfer(Operand operand, boolean write, int group, long tile, long cycle, long bits) {}
