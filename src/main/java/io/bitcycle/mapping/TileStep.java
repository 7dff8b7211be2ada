package io.bitcycle.mapping;

/**
 * A step of a mapping: folds of the array, or parts of their streams, that need no memory in between; what DRAM delivers
 * before it and takes after it.
 *
 * @param folds equal folds
 * @param foldSteps multiply steps of each
 * @param activationBits bits of operand A to load
 * @param weightBits bits of operand B to load
 * @param sumBits bits of partial sums to load again
 * @param storeBits bits of sums, partial or finished, to store
 */
public record TileStep(
        long folds, long foldSteps, long activationBits, long weightBits, long sumBits, long storeBits) {}
