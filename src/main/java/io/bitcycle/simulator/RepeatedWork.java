package io.bitcycle.simulator;

import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A long run made of a few lists of operations, from shapes alone. Its ledger is that of executing the lists one operation
 * after the other by {@link AcceleratorSession#count}, reconfigurations included, but each distinct operation is costed once.
 */
public final class RepeatedWork {
    /** One list of operations in one phase of the run, and how often it was executed. */
    private static final class Block {
        private final String phase;
        private final List<Operation> operations;
        private final MatrixOp first;
        private final MatrixOp last;
        private long executions;
        /** Executions before whose first product the array had to change its precision. */
        private long reconfiguredFirst;

        Block(String phase, List<Operation> operations) {
            this.phase = phase;
            this.operations = List.copyOf(operations);
            List<MatrixOp> products = this.operations.stream()
                    .filter(MatrixOp.class::isInstance)
                    .map(MatrixOp.class::cast)
                    .toList();
            this.first = products.isEmpty() ? null : products.get(0);
            this.last = products.isEmpty() ? null : products.get(products.size() - 1);
        }
    }

    private final Accelerator accelerator;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Block> firstUsed = new ArrayList<>();
    private MatrixOp before;

    RepeatedWork(Accelerator accelerator) {
        this.accelerator = accelerator;
    }

    /**
     * Makes a list known.
     *
     * @return its number, for {@link #run}
     */
    public int block(String phase, List<Operation> operations) {
        blocks.add(new Block(phase, operations));
        return blocks.size() - 1;
    }

    /** Executes a list {@code times} times, at least once, one execution after the other. */
    public void run(int number, long times) {
        Block block = blocks.get(number);
        if (block.executions == 0) {
            firstUsed.add(block);
        }
        block.executions += times;
        if (block.first != null) {
            block.reconfiguredFirst += reconfigures(before, block.first) ? 1 : 0;
            block.reconfiguredFirst += reconfigures(block.last, block.first) ? times - 1 : 0;
            before = block.last;
        }
    }

    /**
     * What has been executed.
     *
     * @param workers share the search for mappings
     * @throws ValuesNeededException for a MAC family whose cycles values decide
     */
    public RunLedger ledger(Workers workers) {
        Map<Operation, OpCost> costs = costs(workers);
        AcceleratorSession session = accelerator.session(workers);
        for (Block block : firstUsed) {
            MatrixOp previous = null;
            for (Operation operation : block.operations) {
                long reconfigurations = 0;
                if (operation instanceof MatrixOp op) {
                    reconfigurations = previous == null
                            ? block.reconfiguredFirst
                            : reconfigures(previous, op) ? block.executions : 0;
                    previous = op;
                }
                session.ledger()
                        .add(new RunLedger.Entry(
                                block.phase,
                                session.stored(operation),
                                costs.get(operation).times(block.executions),
                                block.executions,
                                reconfigurations,
                                0));
            }
        }
        return session.ledger();
    }

    private Map<Operation, OpCost> costs(Workers workers) {
        Map<Operation, OpCost> known = new LinkedHashMap<>();
        firstUsed.forEach(block -> block.operations.forEach(operation -> known.put(operation, null)));
        List<Operation> distinct = List.copyOf(known.keySet());
        OpCost[] costs = new OpCost[distinct.size()];
        workers.forEach(costs.length, i -> costs[i] = accelerator.cost(distinct.get(i)));
        Map<Operation, OpCost> all = new HashMap<>();
        for (int i = 0; i < costs.length; i++) {
            all.put(distinct.get(i), costs[i]);
        }
        return all;
    }

    private static boolean reconfigures(MatrixOp before, MatrixOp op) {
        return before != null
                && AcceleratorSession.reconfigures(before.a().bits(), before.b().bits(), op);
    }
}
