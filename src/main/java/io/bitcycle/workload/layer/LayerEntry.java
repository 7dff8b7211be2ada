package io.bitcycle.workload.layer;

import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import java.util.List;

/** One entry of a trace's {@code layers}: a layer, or several. */
public sealed interface LayerEntry {
    /** How many layers it unrolls to, those inside others included. */
    long size();

    /** Makes its layers, after those of the chain. */
    void appendTo(LayerChain chain);

    /** An entry that stands for one layer. */
    record Single(LayerKind kind, Fields fields) implements LayerEntry {
        @Override
        public long size() {
            long size = 1;
            for (Key<?> key : kind.keys()) {
                if (fields.find(key).orElse(null) instanceof List<?> inner) {
                    size += sizeOf(inner);
                }
            }
            return size;
        }

        @Override
        public void appendTo(LayerChain chain) {
            String name = chain.name(fields.find(LayerKeys.NAME).orElse(""), kind.type());
            try {
                chain.add(kind.create().apply(new LayerDraft(name, fields, chain)));
            } catch (LayerMismatchException mismatch) {
                fields.problem(mismatch.key(), mismatch.getMessage());
                throw new LayerChain.BrokenChainException(mismatch);
            }
        }
    }

    /** Layers that stand several times one after the other. */
    record Repeat(int times, List<LayerEntry> entries) implements LayerEntry {
        public Repeat {
            entries = List.copyOf(entries);
        }

        @Override
        public long size() {
            return times * sizeOf(entries);
        }

        @Override
        public void appendTo(LayerChain chain) {
            for (int i = 0; i < times; i++) {
                chain.append(entries);
            }
        }
    }

    /** Layers that a list unrolls to; items that are no entries have none. */
    static long sizeOf(List<?> items) {
        return items.stream()
                .mapToLong(item -> item instanceof LayerEntry entry ? entry.size() : 0)
                .sum();
    }
}
