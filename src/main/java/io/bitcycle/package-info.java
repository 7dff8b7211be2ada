/** BitCycle: a bit-accurate, cycle-level simulator of MAC arrays that train quantized networks. */
package io.bitcycle;
