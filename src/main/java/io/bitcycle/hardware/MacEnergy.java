package io.bitcycle.hardware;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MAC energy by operand widths.
 *
 * @param event what one entry counts
 * @param entries ascending by the width of operand A, then B
 */
record MacEnergy(EnergyConfig.MacEvent event, Method method, List<MacEnergyEntry> entries) {
    /** What operands between the entries pay. */
    enum Method {
        /** The first entry that covers both. */
        COVERING,
        /** Linear in both widths between the entries around them, which form a grid. */
        LINEAR
    }

    MacEnergy {
        entries = List.copyOf(entries);
    }

    /** With linear, a pair of widths on the grid that has no entry, in words. */
    Optional<String> firstGap() {
        if (method == Method.COVERING) {
            return Optional.empty();
        }
        for (int a : aWidths()) {
            for (int b : bWidths()) {
                if (at(a, b).isEmpty()) {
                    return Optional.of(a + " x " + b);
                }
            }
        }
        return Optional.empty();
    }

    /** Entries of which the first one that covers an op is exact for it: with linear, one for each pair within the grid. */
    List<MacEnergyEntry> resolved() {
        if (method == Method.COVERING) {
            return entries;
        }
        List<Integer> aWidths = aWidths();
        List<Integer> bWidths = bWidths();
        List<MacEnergyEntry> all = new ArrayList<>();
        for (int a = aWidths.get(0); a <= last(aWidths); a++) {
            for (int b = bWidths.get(0); b <= last(bWidths); b++) {
                all.add(new MacEnergyEntry(a, b, inGrid(a, b, aWidths, bWidths)));
            }
        }
        return all;
    }

    private EnergyEntry inGrid(int a, int b, List<Integer> aWidths, List<Integer> bWidths) {
        Optional<EnergyEntry> published = at(a, b);
        if (published.isPresent()) {
            return published.get();
        }
        int aBelow = below(a, aWidths);
        int aAbove = above(a, aWidths);
        int bBelow = below(b, bWidths);
        int bAbove = above(b, bWidths);
        BigDecimal narrow = between(b, bBelow, value(aBelow, bBelow), bAbove, value(aBelow, bAbove));
        BigDecimal wide = between(b, bBelow, value(aAbove, bBelow), bAbove, value(aAbove, bAbove));
        return new EnergyEntry(
                between(a, aBelow, narrow, aAbove, wide),
                "Interpolated (linear in both widths) between " + aBelow + " x " + bBelow + " bit ["
                        + at(aBelow, bBelow).orElseThrow().source() + "] and " + aAbove + " x " + bAbove + " bit ["
                        + at(aAbove, bAbove).orElseThrow().source() + "]");
    }

    private static BigDecimal between(int x, int x0, BigDecimal y0, int x1, BigDecimal y1) {
        return x0 == x1 ? y0 : Interpolation.LINEAR.between(x, x0, y0, x1, y1);
    }

    private static int below(int width, List<Integer> widths) {
        return widths.stream()
                .filter(each -> each <= width)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static int above(int width, List<Integer> widths) {
        return widths.stream().filter(each -> each >= width).findFirst().orElseThrow();
    }

    private static int last(List<Integer> widths) {
        return widths.get(widths.size() - 1);
    }

    private BigDecimal value(int a, int b) {
        return at(a, b).orElseThrow().value();
    }

    private Optional<EnergyEntry> at(int a, int b) {
        return entries.stream()
                .filter(entry -> entry.aBits() == a && entry.bBits() == b)
                .map(MacEnergyEntry::energy)
                .findFirst();
    }

    private List<Integer> aWidths() {
        return entries.stream().map(MacEnergyEntry::aBits).distinct().sorted().toList();
    }

    private List<Integer> bWidths() {
        return entries.stream().map(MacEnergyEntry::bBits).distinct().sorted().toList();
    }
}
