package io.bitcycle.training.landscape;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.training.ProgressListener;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss around trained weights w. With filter-normalised directions, a distance of 1 moves every filter by its own norm.
 *
 * @param loss at w
 * @param distances from w along each axis, ascending, in the middle 0
 * @param plane loss at w + distances[i] x first + distances[j] x second direction, [i][j]
 * @param rise how much the loss rises at a small distance
 * @param curvature of the loss of the network in binary32, without codes
 */
public record Landscape(double loss, double[] distances, double[][] plane, Rise rise, Curvature curvature) {
    /**
     * What to measure.
     *
     * @param radius the largest distance
     * @param points along each axis, odd
     * @param riseRadius distance at which the rise is measured
     * @param directions random ones of the rise, each in both senses
     * @param powerIterations at most
     */
    public record Plan(double radius, int points, double riseRadius, int directions, int powerIterations) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Plan {
            if (points < 3 || points % 2 == 0) {
                throw new IllegalArgumentException("the points are " + points + ", allowed are odd numbers from 3");
            }
            if (!(radius > 0) || !(riseRadius > 0) || directions < 1 || powerIterations < 1) {
                throw new IllegalArgumentException("radii, directions and iterations must be above 0");
            }
        }

        /** Evaluations of the loss and, twice as dear, of the gradient. */
        long work() {
            return (long) points * points + 2L * directions + 4L * powerIterations;
        }
    }

    /** The loss along each of the two directions alone: [2][points]. */
    public double[][] lines() {
        int middle = distances.length / 2;
        double[] second = plane[middle];
        double[] first = Arrays.stream(plane).mapToDouble(row -> row[middle]).toArray();
        return new double[][] {first, second};
    }

    /**
     * Loss at a distance less the loss at w, over random directions in both senses.
     *
     * @param distance from w
     */
    public record Rise(double distance, double mean, double largest) {}

    /**
     * Measures.
     *
     * @param coded the network as it was evaluated, codes and all
     * @param exact the same parameters without codes, for gradients
     */
    static Landscape measure(
            LossFunction coded, LossFunction exact, Plan plan, CounterRandom random, ProgressListener progress) {
        Meter meter = new Meter(coded, plan.work(), progress);
        double[] distances = IntStream.range(0, plan.points())
                .mapToDouble(i -> plan.radius() * (2.0 * i / (plan.points() - 1) - 1))
                .toArray();
        WeightVector first = meter.direction(random, 0);
        WeightVector second = meter.direction(random, 1);
        double[][] plane = new double[plan.points()][plan.points()];
        for (int i = 0; i < plane.length; i++) {
            for (int j = 0; j < plane.length; j++) {
                plane[i][j] = meter.loss(distances[i], first, distances[j], second);
            }
        }
        double loss = plane[plan.points() / 2][plan.points() / 2];
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int d = 0; d < plan.directions(); d++) {
            WeightVector direction = meter.direction(random, 2 + d);
            for (double distance : new double[] {plan.riseRadius(), -plan.riseRadius()}) {
                double rise = meter.loss(distance, direction, 0, direction) - loss;
                sum += rise;
                largest = Math.max(largest, rise);
            }
        }
        meter.restore();
        Rise rise = new Rise(plan.riseRadius(), sum / (2 * plan.directions()), largest);
        WeightVector start = WeightVector.unit(
                exact.parameters(), streams(random, 0, exact.parameters().size(), true));
        Curvature curvature = Curvature.of(exact, start, plan.powerIterations());
        progress.progress(plan.work(), plan.work(), "");
        return new Landscape(loss, distances, plane, rise, curvature);
    }

    /** @param number of the direction */
    private static List<RandomStream> streams(CounterRandom random, int number, int parameters, boolean curvature) {
        RandomPurpose purpose = curvature ? RandomPurpose.CURVATURE_START : RandomPurpose.LANDSCAPE_DIRECTION;
        return IntStream.range(0, parameters)
                .mapToObj(parameter -> random.stream(purpose, number, parameter))
                .toList();
    }

    /** Moves the weights, asks for the loss and tells how far it is. */
    private static final class Meter {
        private final LossFunction function;
        private final WeightVector weights;
        private final long work;
        private final ProgressListener progress;
        private long done;

        Meter(LossFunction function, long work, ProgressListener progress) {
            this.function = function;
            this.weights = WeightVector.of(function.parameters(), parameter -> parameter.value());
            this.work = work;
            this.progress = progress;
        }

        WeightVector direction(CounterRandom random, int number) {
            restore();
            return WeightVector.filterNormalised(
                    function.parameters(),
                    streams(random, number, function.parameters().size(), false));
        }

        double loss(double a, WeightVector first, double b, WeightVector second) {
            weights.plus(a, first).plus(b, second).into(function.parameters());
            double loss = function.loss();
            progress.progress(++done, work, "");
            return loss;
        }

        void restore() {
            weights.into(function.parameters());
        }
    }
}
