package io.bitcycle.hardware.mac;

import java.util.function.IntToLongFunction;

/**
 * One register or wire that every unit of an array has.
 *
 * @param name as in waveforms
 * @param bits width; the value is its two's complement or plain binary pattern
 * @param value the value in a unit, by the unit's number
 */
public record Signal(String name, int bits, IntToLongFunction value) {}
