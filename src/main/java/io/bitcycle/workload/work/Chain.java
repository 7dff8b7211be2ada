package io.bitcycle.workload.work;

import io.bitcycle.workload.Flow;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rule of {@code "vector": {"fusion": "chain"}}. Every tensor of the stream is made by one operation and read by others:
 *
 * <ul>
 *   <li>An operation that takes the stream {@linkplain Flow.Order#IN_ORDER in order}, right after the one that made it (work
 *       {@linkplain Flow.Order#BESIDE beside} the stream apart), reads nothing of it from DRAM.
 *   <li>Where it is the only one that ever reads the tensor, the tensor is not written to DRAM either: neither by a vector
 *       operation nor, when it comes out of the array, by the products that made it.
 *   <li>A tensor that is read again is written: a reduction such as batch norm's statistics or a dynamic range must see it
 *       all before the next operation begins, both branches of a residual begin with it, or the backward pass reads it. What is
 *       kept for the backward pass beside the stream is written as ever.
 * </ul>
 *
 * <p>Nothing else changes: operations, their order and their arithmetic are those of no fusion, and each operation overlaps
 * only its own transfers with its own arithmetic. So a chain never costs more than no fusion.
 */
final class Chain {
    /** A tensor of the stream. */
    private static final class Tensor {
        /** The operations that write it to DRAM. */
        private final List<Integer> writers;
        /** The operation that made it, which another can follow; -1 where none can. */
        private int maker;

        private int readers;
        private boolean followed;

        Tensor(List<Integer> writers, int maker) {
            this.writers = writers;
            this.maker = maker;
        }
    }

    private final List<Operation> operations = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final Set<Integer> spared = new LinkedHashSet<>();
    private final List<Integer> products = new ArrayList<>();
    private Tensor stream = complete();
    private int last = -1;

    /** Adds the forward pass of a layer. */
    void forward(LayerWork work, boolean training) {
        if (work instanceof SequentialWork sequence) {
            sequence.layers().forEach(layer -> forward(layer, training));
        } else if (work instanceof ResidualWork residual) {
            branches(
                    () -> forward(residual.body(), training),
                    () -> forward(residual.shortcut(), training),
                    List.of(ResidualWork.add(residual.layer(), residual.outputs())));
        } else if (work instanceof BranchesWork) {
            alone(work.forward(training));
        } else {
            work.forward(training).forEach(this::add);
        }
    }

    /** Adds the backward pass of a layer. */
    void backward(LayerWork work) {
        if (work instanceof SequentialWork sequence) {
            sequence.backwardOrder().forEach(this::backward);
        } else if (work instanceof ResidualWork residual) {
            branches(() -> backward(residual.body()), () -> backward(residual.shortcut()), residual.backwardSum());
        } else if (work instanceof BranchesWork) {
            alone(work.backward());
        } else {
            work.backward().forEach(this::add);
        }
    }

    private void branches(Runnable body, Runnable shortcut, List<VectorOp> sum) {
        Tensor input = stream;
        body.run();
        Tensor through = stream;
        stream = input;
        shortcut.run();
        Tensor around = stream;
        for (VectorOp add : sum) {
            // One of the two can have been made right before.
            Tensor first = follows(around) ? around : through;
            Tensor second = first == around ? through : around;
            second.readers++;
            stream = first;
            add(add);
        }
    }

    /** Adds operations that neither take the stream from what is before them nor hand it on. */
    void alone(List<? extends Operation> list) {
        spoil();
        operations.addAll(list);
        replace(complete());
        last = operations.size() - 1;
    }

    /** The stream is read out of order: it must be in DRAM. */
    private void spoil() {
        stream.readers += 2;
    }

    /** Adds one operation. */
    void add(Operation operation) {
        int index = operations.size();
        operations.add(operation);
        if (operation instanceof MatrixOp) {
            products.add(index);
            last = index;
            return;
        }
        VectorOp op = (VectorOp) operation;
        Flow flow = op.flow();
        switch (flow.order()) {
            case OPAQUE, WHOLE -> {
                spoil();
                if (flow.order() == Flow.Order.OPAQUE || flow.given() > 0) {
                    replace(complete());
                }
                last = index;
            }
            case BESIDE -> {
                if (flow.given() > 0) {
                    replace(made(op, index));
                    last = index;
                } else {
                    products.clear();
                }
            }
            case IN_ORDER -> takeInOrder(op, index);
        }
    }

    private void takeInOrder(VectorOp op, int index) {
        boolean follows = follows(stream);
        last = index;
        if (follows && ridesAlong(op)) {
            stream.maker = index;
            return;
        }
        stream.readers += op.flow().keepsTaken() ? 2 : 1;
        if (follows) {
            stream.followed = true;
            spared.add(index);
        }
        if (op.flow().given() > 0) {
            replace(made(op, index));
        }
    }

    /** Whether it changes numbers on the way that another operation began, as a bias changes sums. */
    private static boolean ridesAlong(VectorOp op) {
        return op.flow().given() > 0 && op.flow().taken() == 0;
    }

    private boolean follows(Tensor tensor) {
        return tensor.readers == 0 && tensor.maker >= 0 && tensor.maker == last;
    }

    private void replace(Tensor next) {
        stream = next;
        tensors.add(next);
        products.clear();
    }

    /** What has no words of its own comes out of the array: its products write it. */
    private Tensor made(VectorOp op, int index) {
        return new Tensor(op.writes().words() > 0 ? List.of(index) : List.copyOf(products), index);
    }

    private static Tensor complete() {
        return new Tensor(List.of(), -1);
    }

    /** The operations without chains, in order. */
    List<Operation> plain() {
        return List.copyOf(operations);
    }

    /** The same operations without the traffic that chains spare. */
    List<Operation> chained() {
        Set<Integer> unwritten = new LinkedHashSet<>();
        tensors.stream()
                .filter(tensor -> tensor.followed && tensor.readers == 1)
                .forEach(tensor -> unwritten.addAll(tensor.writers));
        List<Operation> chained = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (operation instanceof MatrixOp op) {
                chained.add(unwritten.contains(i) ? op.withoutStore() : op);
            } else {
                VectorOp op = (VectorOp) operation;
                chained.add(op.sparing(
                        spared.contains(i) ? op.flow().taken() : 0,
                        unwritten.contains(i) ? op.flow().given() : 0));
            }
        }
        return chained;
    }
}
