package io.bitcycle.precision;

import java.util.ArrayList;
import java.util.List;

/**
 * The same precision range test with several seeds, and what they say together: windows averaged over the seeds, judged by
 * the same rule. The noise of an average is the larger of what the spread over the seeds and what the windows' own noise
 * make of it: with few seeds, the spread alone is small by chance too often.
 *
 * @param rule of every test
 * @param bySeed windows of each seed, with the same widths
 */
public record RepeatedRangeTest(PrtRule rule, List<Seeded> bySeed) {
    /**
     * The windows of one seed.
     *
     * @param windows ascending by bits
     */
    public record Seeded(long seed, List<PrtWindow> windows) {
        public Seeded {
            windows = List.copyOf(windows);
        }
    }

    /** @throws IllegalArgumentException for no seed, or seeds with other widths */
    public RepeatedRangeTest {
        bySeed = List.copyOf(bySeed);
        if (bySeed.isEmpty()) {
            throw new IllegalArgumentException("a precision range test needs one seed at least");
        }
        List<Integer> widths = widths(bySeed.get(0));
        if (!bySeed.stream().allMatch(seeded -> widths(seeded).equals(widths))) {
            throw new IllegalArgumentException("the seeds tested other widths");
        }
    }

    private static List<Integer> widths(Seeded seeded) {
        return seeded.windows().stream().map(PrtWindow::bits).toList();
    }

    /** What one seed says alone. */
    public PrecisionRangeTest of(Seeded seeded) {
        return PrecisionRangeTest.judge(rule, seeded.windows());
    }

    /** What all of them say together. */
    public PrecisionRangeTest together() {
        List<PrtWindow> means = new ArrayList<>();
        int seeds = bySeed.size();
        for (int row = 0; row < bySeed.get(0).windows().size(); row++) {
            double start = 0;
            double end = 0;
            double squaredNoise = 0;
            for (Seeded seeded : bySeed) {
                PrtWindow window = seeded.windows().get(row);
                start += window.start();
                end += window.end();
                squaredNoise += window.noise() * window.noise();
            }
            double within = Math.sqrt(squaredNoise) / seeds;
            double between = seeds == 1 ? 0 : deviation(row) / Math.sqrt(seeds);
            means.add(new PrtWindow(
                    bySeed.get(0).windows().get(row).bits(), start / seeds, end / seeds, Math.max(within, between)));
        }
        return PrecisionRangeTest.judge(rule, means);
    }

    /** Standard deviation of a row's gain over the seeds (n - 1 in the denominator); 0 for a single seed. */
    public double deviation(int row) {
        double[] gains = bySeed.stream()
                .mapToDouble(seeded -> of(seeded).rows().get(row).gain())
                .toArray();
        double mean = 0;
        for (double gain : gains) {
            mean += gain / gains.length;
        }
        double squares = 0;
        for (double gain : gains) {
            squares += (gain - mean) * (gain - mean);
        }
        return gains.length == 1 ? 0 : Math.sqrt(squares / (gains.length - 1));
    }
}
