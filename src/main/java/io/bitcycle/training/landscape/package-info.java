/** The loss around trained weights: filter-normalised directions, loss along them, and how sharp the minimum is. */
package io.bitcycle.training.landscape;
