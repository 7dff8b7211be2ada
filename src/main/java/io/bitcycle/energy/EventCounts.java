package io.bitcycle.energy;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * How often each row of an {@link EnergyTable} happened: integers of any size, so that sums are exact, also those of whole
 * training runs. Not thread-safe.
 */
public final class EventCounts {
    private final BigInteger[] counts;

    EventCounts(int rows) {
        this.counts = new BigInteger[rows];
        Arrays.fill(counts, BigInteger.ZERO);
    }

    /** The counts of a saved run, copied. */
    public static EventCounts of(long[] counts) {
        EventCounts copy = new EventCounts(counts.length);
        for (int i = 0; i < counts.length; i++) {
            copy.add(i, counts[i]);
        }
        return copy;
    }

    /**
     * A copy of the counts, by row.
     *
     * @throws ArithmeticException when 64 bits cannot hold one of them
     */
    public long[] toArray() {
        return Arrays.stream(counts).mapToLong(BigInteger::longValueExact).toArray();
    }

    /** The count of a row, whatever its size. */
    public BigInteger exact(int row) {
        return counts[row];
    }

    /** The count of an event, whatever its size. */
    public BigInteger exact(Event event) {
        return counts[event.ordinal()];
    }

    /** @throws ArithmeticException when 64 bits cannot hold the count */
    public long get(int row) {
        return counts[row].longValueExact();
    }

    /** @throws ArithmeticException when 64 bits cannot hold the count */
    public long get(Event event) {
        return get(event.ordinal());
    }

    public void add(int row, long count) {
        counts[row] = counts[row].add(BigInteger.valueOf(count));
    }

    /** Adds a count of any size. */
    public void add(int row, BigInteger count) {
        counts[row] = counts[row].add(count);
    }

    public void add(Event event, long count) {
        add(event.ordinal(), count);
    }

    /** Adds {@code times} times the other counts. */
    public void add(EventCounts other, long times) {
        BigInteger factor = BigInteger.valueOf(times);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = counts[i].add(other.counts[i].multiply(factor));
        }
    }

    /** A new vector: these counts and the others. */
    public EventCounts plus(EventCounts other) {
        EventCounts sum = new EventCounts(counts.length);
        for (int i = 0; i < counts.length; i++) {
            sum.counts[i] = counts[i].add(other.counts[i]);
        }
        return sum;
    }

    /** A new vector: {@code times} times these counts. */
    public EventCounts times(long times) {
        EventCounts product = new EventCounts(counts.length);
        product.add(this, times);
        return product;
    }
}
