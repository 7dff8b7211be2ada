package io.bitcycle.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Values along a line of pixels.
 *
 * @param from value at {@code pixelFrom}
 * @param to value at {@code pixelTo}, another one
 * @param logarithmic whether equal factors, not equal differences, are equally long
 */
record Scale(double from, double to, double pixelFrom, double pixelTo, boolean logarithmic) {
    static Scale linear(double from, double to, double pixelFrom, double pixelTo) {
        return new Scale(from, to > from ? to : from + 1, pixelFrom, pixelTo, false);
    }

    static Scale logarithmic(double from, double to, double pixelFrom, double pixelTo) {
        return new Scale(from, to > from ? to : from * 10, pixelFrom, pixelTo, true);
    }

    double pixel(double value) {
        double share = logarithmic
                ? (StrictMath.log10(value) - StrictMath.log10(from)) / (StrictMath.log10(to) - StrictMath.log10(from))
                : (value - from) / (to - from);
        return pixelFrom + (pixelTo - pixelFrom) * share;
    }

    /** Round values within the scale, about so many; powers of ten on a logarithmic one. */
    List<Double> ticks(int about) {
        return logarithmic ? powers(about) : steps(about);
    }

    private List<Double> steps(int about) {
        double rough = (to - from) / about;
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
        double step = 10 * power;
        for (double nice : new double[] {5, 2, 1}) {
            step = nice * power >= rough ? nice * power : step;
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> powers(int about) {
        int first = (int) Math.ceil(StrictMath.log10(from) - 1e-9);
        int last = (int) Math.floor(StrictMath.log10(to) + 1e-9);
        int step = Math.max(1, (last - first) / about);
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += step) {
            ticks.add(StrictMath.pow(10, exponent));
        }
        return ticks;
    }
}
