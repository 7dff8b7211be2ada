package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of every run, the most costly first, in tables that a click on a head sorts. */
final class OpsSection {
    /** Rows of a table; the file has all of them. */
    private static final int ROWS = 150;

    private static final List<String> HEADS =
            List.of("layer", "pass", "operation", "bits", "shape", "executions", "cycles", "energy (uJ)", "share");

    private OpsSection() {}

    static Optional<Element> of(Runs runs) {
        List<LoadedRun> listed =
                runs.all().stream().filter(run -> !run.ops().isEmpty()).toList();
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        Element section = Element.of("section").add(Element.of("h2", "Operations"));
        for (LoadedRun run : listed) {
            List<LoadedOp> ops = merged(run.ops());
            ops.sort(Comparator.comparing(LoadedOp::totalPj).reversed());
            BigDecimal total = ops.stream().map(LoadedOp::totalPj).reduce(BigDecimal.ZERO, BigDecimal::add);
            Element body = Element.of("tbody");
            ops.stream().limit(ROWS).forEach(op -> body.add(row(op, total)));
            String left = ops.size() > ROWS
                    ? "the " + ROWS + " that take most energy, of " + ops.size() + "; all are in ops.csv"
                    : ops.size() + " operations";
            section.add(Element.of("details")
                    .add(
                            Element.of("summary", runs.name(run) + ": " + left),
                            Element.of("div")
                                    .with("class", "scroll")
                                    .add(Element.of("table")
                                            .with("class", "sortable")
                                            .add(Element.of("thead").add(head()), body))));
        }
        return Optional.of(section.add(
                Element.of("p", "A click on a column's head sorts by it.").with("class", "note script")));
    }

    /** Vector work of an operation is one row, whatever codes it writes. */
    private static List<LoadedOp> merged(List<LoadedOp> ops) {
        Map<List<String>, LoadedOp> rows = new LinkedHashMap<>();
        for (LoadedOp op : ops) {
            rows.merge(List.of(op.layer(), op.pass(), op.operation(), op.bits(), op.shape()), op, OpsSection::plus);
        }
        return new ArrayList<>(rows.values());
    }

    private static LoadedOp plus(LoadedOp a, LoadedOp b) {
        return new LoadedOp(
                a.phase(),
                a.layer(),
                a.pass(),
                a.operation(),
                a.bits(),
                a.shape(),
                a.executions().add(b.executions()),
                a.macs().add(b.macs()),
                a.arrayCycles().add(b.arrayCycles()),
                a.totalCycles().add(b.totalCycles()),
                a.dramBits().add(b.dramBits()),
                a.energyPj(),
                a.totalPj().add(b.totalPj()));
    }

    private static Element head() {
        Element row = Element.of("tr");
        for (int i = 0; i < HEADS.size(); i++) {
            row.add(Element.of("th", HEADS.get(i)).with("scope", "col").with("class", i < 5 ? "text" : "number"));
        }
        return row;
    }

    private static Element row(LoadedOp op, BigDecimal total) {
        double share = total.signum() == 0 ? 0 : op.totalPj().doubleValue() / total.doubleValue();
        return Element.of("tr")
                .add(
                        Element.of("td", op.layer()),
                        Element.of("td", op.pass()),
                        Element.of("td", op.operation()),
                        Element.of("td", op.bits()),
                        Element.of("td", op.shape()),
                        number(Figures.grouped(op.executions().toBigInteger())),
                        number(Figures.grouped(op.totalCycles().toBigInteger())),
                        number(Figures.fixed(op.totalPj().movePointLeft(6), 3)),
                        number(Figures.percent(share)));
    }

    private static Element number(String text) {
        return Element.of("td", text).with("class", "number");
    }
}
