package io.bitcycle.training.layer;

import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Range;
import io.bitcycle.tensor.RunningRange;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.ActivationProductWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * On the array. Each operand is quantized like an activation, with one range over all heads and samples, so that sums of code products
 * turn into values by {@link OffsetCodes}; in evaluation within its running range.
 */
final class QuantizedHeadProduct implements HeadProduct {
    private static final int CORRECTIONS_PER_OUTPUT = 2;

    private final int noiseLayer;
    private final Quantizer quantizer;
    private final RunningRange leftRange = new RunningRange();
    private final RunningRange rightRange = new RunningRange();
    private final Kept<Codes> kept;

    private record Codes(QuantizedTensor left, QuantizedTensor right) {}

    QuantizedHeadProduct(String name, int noiseLayer, Quantizer quantizer) {
        this.noiseLayer = noiseLayer;
        this.quantizer = quantizer;
        this.kept = new Kept<>(name);
    }

    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        state.put("left_range", leftRange.state());
        state.put("right_range", rightRange.state());
        return state;
    }

    @Override
    public FloatTensor forward(FloatTensor left, FloatTensor right, ActivationProductWork work, Step step) {
        QuantizedTensor a = activation(left, leftRange, step);
        QuantizedTensor b = activation(right, rightRange, step);
        if (step.training()) {
            kept.keep(new Codes(a, b));
        }
        List<FloatTensor> results = execute(
                work.forward(step.training()), List.of(new Factors(view(a, false, step), view(b, false, step))), step);
        return results.get(0);
    }

    @Override
    public Gradients backward(FloatTensor errors, ActivationProductWork work, Step step) {
        Codes codes = kept.take();
        QuantizedTensor e = quantizer.error(
                errors.reshaped(1, errors.dim(0), errors.dim(1), errors.dim(2)),
                step.precision().backwardBits(),
                step.noise().error(step.iteration(), noiseLayer),
                step.session().workers());
        View error = view(e, false, step);
        List<FloatTensor> results = execute(
                work.backward(),
                List.of(
                        new Factors(error, view(codes.right(), true, step)),
                        new Factors(view(codes.left(), true, step), error)),
                step);
        return new Gradients(results.get(0), results.get(1));
    }

    private QuantizedTensor activation(FloatTensor values, RunningRange running, Step step) {
        Parallel parallel = step.session().workers();
        FloatTensor images = values.reshaped(1, values.dim(0), values.dim(1), values.dim(2));
        Range range = running.current();
        if (step.training()) {
            range = quantizer.activationRange(images, parallel);
            running.update(range);
        }
        return quantizer.activation(images, range, step.precision().activationBits(), parallel);
    }

    /** Records vector work; the products are multiplied where they stand among it. */
    private static List<FloatTensor> execute(List<Operation> ops, List<Factors> factors, Step step) {
        List<FloatTensor> results = new ArrayList<>();
        for (Operation op : ops) {
            if (op instanceof MatrixOp product) {
                results.add(factors.get(results.size()).multiply(product, step));
            } else {
                step.session().vector((VectorOp) op);
            }
        }
        return results;
    }

    private static View view(QuantizedTensor codes, boolean transposed, Step step) {
        int centre = step.session().accelerator().centre(codes.codes().format());
        PaddedImages centred = PaddedImages.of(
                codes.codes(), centre, 0, 0, 0, 0, step.session().workers());
        OffsetCodes scaling = OffsetCodes.of(codes.codes().format(), centre, codes.scale(0), codes.offset(0));
        return new View(codes.codes(), centred, scaling, transposed);
    }

    /** Codes [1, G, H, W] as a matrix of each group, or its transpose. */
    private record View(CodeTensor codes, PaddedImages centred, OffsetCodes scaling, boolean transposed) {
        int rows() {
            return codes.dim(transposed ? 3 : 2);
        }

        int cols() {
            return codes.dim(transposed ? 2 : 3);
        }

        OffsetMatrix matrix(int group) {
            int height = codes.dim(2);
            int width = codes.dim(3);
            OffsetMatrix plain = new OffsetMatrix(
                    centred.codes(),
                    group * height * width,
                    OffsetMatrix.steps(height, width),
                    OffsetMatrix.steps(width, 1),
                    centred.min(),
                    centred.max());
            return transposed ? plain.transposed() : plain;
        }

        /** Sums of a group's codes over its rows' columns, or over its columns' rows. */
        long[] sums(int group, boolean ofRows) {
            int height = codes.dim(2);
            int width = codes.dim(3);
            long[] sums = new long[ofRows ? rows() : cols()];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sums[ofRows == transposed ? x : y] += codes.code((group * height + y) * width + x);
                }
            }
            return sums;
        }
    }

    private record Factors(View a, View b) {
        FloatTensor multiply(MatrixOp op, Step step) {
            int rows = a.rows();
            int cols = b.cols();
            int depth = a.cols();
            List<GroupOperands> groups = new ArrayList<>();
            for (int group = 0; group < op.groups(); group++) {
                groups.add(GroupOperands.of(
                        a.matrix(group),
                        b.matrix(group),
                        () -> EdgePlan.whole(rows, depth, true, true, CORRECTIONS_PER_OUTPUT)));
            }
            long[][] products = step.session().multiply(op, groups).sums();
            FloatTensor values = FloatTensor.zeros(op.groups(), rows, cols);
            OffsetCodes left = a.scaling();
            OffsetCodes right = b.scaling();
            step.session().workers().forEach(op.groups(), group -> {
                long[] aSums = a.sums(group, true);
                long[] bSums = b.sums(group, false);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < cols; j++) {
                        int at = i * cols + j;
                        long product = OffsetCodes.product(products[group][at], left, aSums[i], right, bSums[j], depth);
                        values.data()[group * rows * cols + at] = OffsetCodes.value(
                                product,
                                left,
                                left.fromZero(aSums[i], depth),
                                right,
                                right.fromZero(bSums[j], depth),
                                depth);
                    }
                }
            });
            return values;
        }
    }
}
