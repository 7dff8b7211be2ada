package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.Signal;
import io.bitcycle.numeric.IntegerFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The registers and wires of every entry of a stepped array: control, operands, what is inside a unit, its sum, its partial
 * sum. A unit whose steps give several sums has what is inside it once per sum, {@code _p0}, {@code _p1}, ...
 */
final class ArraySignals {
    private ArraySignals() {}

    static List<Signal> of(SteppedArray array, IntegerFormat a, IntegerFormat b, int parts) {
        List<Signal> signals = new ArrayList<>();
        signals.add(new Signal("busy", 1, unit -> array.control(unit) >= 0 ? 1 : 0));
        if (array.stepCycles() > 1) {
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(array.stepCycles() - 1);
            signals.add(new Signal("phase", bits, unit -> Math.max(0, array.control(unit)) >> 1));
        }
        int lanes = array.units().lanes();
        for (int lane = 0; lane < lanes; lane++) {
            int at = lane;
            String number = lanes == 1 ? "" : String.valueOf(lane);
            signals.add(new Signal("a" + number, a.bits(), unit -> pattern(array.a(unit, at), a.bits())));
            signals.add(new Signal("b" + number, b.bits(), unit -> pattern(array.b(unit, at), b.bits())));
        }
        List<Signal> inside = new ArrayList<>(array.units().signals());
        int sumBits = array.units().sumBits();
        inside.add(new Signal("sum", sumBits, unit -> pattern(array.units().sum(unit), sumBits)));
        for (int part = 0; part < parts; part++) {
            int at = part;
            for (Signal signal : inside) {
                signals.add(new Signal(
                        signal.name() + (parts == 1 ? "" : "_p" + part),
                        signal.bits(),
                        unit -> signal.value().applyAsLong(unit * parts + at)));
            }
        }
        int width = array.partialSumBits();
        signals.add(new Signal("psum", width, unit -> pattern(array.partialSum(unit), width)));
        if (array.drains()) {
            signals.add(new Signal("drain", width, unit -> pattern(array.drain(unit), width)));
        }
        return signals;
    }

    private static long pattern(long value, int bits) {
        return bits == Long.SIZE ? value : value & ((1L << bits) - 1);
    }
}
