package io.bitcycle.energy;

/** How often each row of an {@link EnergyTable} happened: integers, so that sums are exact. Not thread-safe. */
public final class EventCounts {
    private final long[] counts;

    EventCounts(int rows) {
        this.counts = new long[rows];
    }

    /** The counts of a saved run, copied. */
    public static EventCounts of(long[] counts) {
        EventCounts copy = new EventCounts(counts.length);
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        return copy;
    }

    /** A copy of the counts, by row. */
    public long[] toArray() {
        return counts.clone();
    }

    public long get(int row) {
        return counts[row];
    }

    public long get(Event event) {
        return counts[event.ordinal()];
    }

    public void add(int row, long count) {
        counts[row] = Math.addExact(counts[row], count);
    }

    public void add(Event event, long count) {
        add(event.ordinal(), count);
    }

    /** Adds {@code times} times the other counts. */
    public void add(EventCounts other, long times) {
        for (int i = 0; i < counts.length; i++) {
            add(i, Math.multiplyExact(other.counts[i], times));
        }
    }

    /** A new vector: these counts and the others. */
    public EventCounts plus(EventCounts other) {
        EventCounts sum = new EventCounts(counts.length);
        sum.add(this, 1);
        sum.add(other, 1);
        return sum;
    }
}
