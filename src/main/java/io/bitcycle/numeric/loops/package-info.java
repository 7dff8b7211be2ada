/**
 * The innermost loops of training, over primitive arrays: once plain, once with the vector instructions of the machine.
 * Both give the same bits.
 */
package io.bitcycle.numeric.loops;
