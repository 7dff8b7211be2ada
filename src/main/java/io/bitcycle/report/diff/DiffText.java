package io.bitcycle.report.diff;

import io.bitcycle.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a comparison of two runs found, for terminals. */
public final class DiffText {
    private static final int SHOWN = 12;

    private DiffText() {}

    /** The first difference, then what else differs; one line when nothing does. */
    public static List<String> lines(RunDiff diff) {
        if (diff.isEqual()) {
            return List.of("equal: " + compared(diff));
        }
        List<String> lines = new ArrayList<>();
        diff.first().ifPresent(first -> {
            lines.add("first difference" + (first.run().isEmpty() ? "" : ", in " + first.run()) + ":");
            String text = first.difference().orElseThrow();
            boolean named = first.kind() != Case.Kind.FILES && text.contains(": ");
            lines.add("  " + (named ? text : first.name() + ": " + text));
        });
        List<Case> failed = diff.cases().stream().filter(Case::fails).toList();
        lines.add("compared: " + compared(diff));
        lines.add(Figures.grouped(failed.size()) + " of "
                + Figures.grouped(diff.cases().size()) + " layers, passes and files differ:");
        failed.stream()
                .limit(SHOWN)
                .map(one -> "  " + (one.run().isEmpty() ? "" : one.run() + ": ") + one.name() + " ("
                        + one.kind().label() + ")")
                .forEach(lines::add);
        if (failed.size() > SHOWN) {
            lines.add("  and " + (failed.size() - SHOWN) + " more");
        }
        return lines;
    }

    private static String compared(RunDiff diff) {
        return Stream.of(Case.Kind.values())
                .map(kind -> Figures.grouped(diff.cases().stream()
                                .filter(one -> one.kind() == kind)
                                .mapToLong(Case::compared)
                                .sum())
                        + " " + kind.label())
                .collect(Collectors.joining(", "));
    }
}
