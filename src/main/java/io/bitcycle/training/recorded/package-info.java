/**
 * Training runs that another program recorded: a manifest, initial weights, numbers of the samples of each batch, rounding
 * noise and bits, the latter as .npy files. What does not fit is the user's mistake, and is found before anything is trained.
 */
package io.bitcycle.training.recorded;
