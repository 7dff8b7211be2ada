/**
 * Labeled image sets and the batches drawn from them.
 *
 * <p>{@link io.bitcycle.training.data.Datasets} finds a {@link io.bitcycle.training.data.Dataset}, embedded or in a user's
 * folder; {@link io.bitcycle.training.data.Batches} turns its raw pixels into normalised, augmented float batches, each a
 * pure function of (seed, iteration).
 */
package io.bitcycle.training.data;
