package io.bitcycle.report.diff;

import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Comparisons as JUnit XML, the form of test results that build servers read: a suite per golden, in it a case per layer
 * and pass for the tensors, likewise for the ledger, and one per file.
 */
public final class JUnitXml {
    private JUnitXml() {}

    /** @param diffs by the name of their suite */
    public static List<String> lines(Map<String, RunDiff> diffs) {
        List<String> lines = new ArrayList<>(List.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"));
        diffs.forEach((name, diff) -> {
            long failures = diff.cases().stream().filter(Case::fails).count();
            lines.add(opening(Element.of("testsuite")
                    .with("name", plain(name))
                    .with("tests", Integer.toString(diff.cases().size()))
                    .with("failures", Long.toString(failures))
                    .with("errors", "0")
                    .with("skipped", "0")));
            diff.cases().forEach(one -> lines.add(element(name, one).toString()));
            lines.add("</testsuite>");
        });
        lines.add("</testsuites>");
        return lines;
    }

    private static Element element(String suite, Case one) {
        String kind = one.kind().label().replace(' ', '_');
        Element element = Element.of("testcase")
                .with("classname", plain(suite + (one.run().isEmpty() ? "" : "." + one.run()) + "." + kind))
                .with("name", plain(one.name()));
        one.difference()
                .ifPresent(text -> element.add(
                        Element.of("failure", plain(text)).with("type", kind).with("message", plain(text))));
        return element;
    }

    private static String opening(Element element) {
        return element.toString().replaceFirst("</testsuite>$", "");
    }

    /** XML 1.0 knows no control characters. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}]", " ");
    }
}
