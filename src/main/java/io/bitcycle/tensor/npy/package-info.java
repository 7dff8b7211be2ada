/**
 * NumPy's array files. Format: <em>NEP 1, A Simple File Format for NumPy Arrays</em>, and the documentation of
 * {@code numpy.lib.format}, versions 1.0, 2.0 and 3.0.
 */
package io.bitcycle.tensor.npy;
