package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.Saving;
import io.bitcycle.report.Survey;
import io.bitcycle.report.SurveyRow;
import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of a saving in BitOPs is left of it on each hwconfig, network by network: a line per run with a circle for array
 * cycles, a square for time and a diamond for energy.
 */
public final class SurveyChart {
    private static final int COLUMNS = 2;
    private static final double PANEL = 560;
    private static final double LABELS = 220;
    private static final double RIGHT = 30;
    private static final double CAPTION = 28;
    private static final double ROW = 18;
    private static final double FOOT = 44;
    private static final double HEAD = 56;
    private static final double RADIUS = 5;
    /** Beyond this, twice the saving either way, a mark stands at the edge. */
    private static final double FARTHEST = 2;

    private final Survey survey;
    private final double least;
    private final double most;

    private SurveyChart(Survey survey) {
        this.survey = survey;
        double low = 0;
        double high = 1;
        for (SurveyRow row : survey.rows()) {
            for (double share :
                    survey.saving(row).map(Saving::survivors).orElse(Map.of()).values()) {
                low = Math.min(low, Math.max(-FARTHEST, share));
                high = Math.max(high, Math.min(FARTHEST, share));
            }
        }
        this.least = Math.floor(low * 10) / 10;
        this.most = Math.ceil(high * 10) / 10;
    }

    /** The lines of an SVG file. */
    public static List<String> lines(Survey survey) {
        return new SurveyChart(survey).draw();
    }

    private List<String> draw() {
        List<String> traces = survey.traces().stream()
                .filter(trace -> !savers(trace).isEmpty())
                .toList();
        List<Element> panels = new ArrayList<>();
        double top = HEAD;
        for (int i = 0; i < traces.size(); i += COLUMNS) {
            double tallest = 0;
            for (int j = i; j < Math.min(i + COLUMNS, traces.size()); j++) {
                panels.add(panel(traces.get(j), (j - i) * PANEL, top));
                tallest = Math.max(tallest, CAPTION + savers(traces.get(j)).size() * ROW + FOOT);
            }
            top += tallest;
        }
        double width = PANEL * Math.max(1, Math.min(COLUMNS, traces.size()));
        Element picture = Picture.of(
                width,
                top,
                "What is left of a saving in BitOPs",
                "Per network and hwconfig, the saving in array cycles, time and energy as a share of the saving in BitOPs.");
        picture.add(Frame.text(16, 22, "start", "What is left of the saving in BitOPs (100 %: all of it)")
                .with("font-weight", "bold"));
        legend(picture);
        panels.forEach(picture::add);
        return Picture.file(picture, width, top);
    }

    private List<SurveyRow> savers(String trace) {
        return survey.of(trace).stream()
                .filter(row -> survey.saving(row).isPresent())
                .toList();
    }

    private static void legend(Element picture) {
        double x = 24;
        int series = 0;
        for (String what : List.of("array cycles", "time", "energy")) {
            picture.add(mark(series++, x, 40));
            picture.add(Frame.text(x + 12, 44, "start", what));
            x += 120;
        }
    }

    private Element panel(String trace, double left, double top) {
        List<SurveyRow> rows = savers(trace);
        Frame frame = new Frame(
                Scale.linear(least, most, left + LABELS, left + PANEL - RIGHT),
                Scale.linear(0, rows.size(), top + CAPTION + rows.size() * ROW, top + CAPTION));
        Element group = Element.of("g");
        group.add(Frame.text(left + 16, top + 18, "start", trace).with("font-weight", "bold"));
        frame.columns(group, frame.x().ticks(5), value -> Figures.fixed(value * 100, 0) + " %");
        for (double tick : frame.x().ticks(5)) {
            group.add(Frame.grid("M" + Frame.at(frame.x().pixel(tick)) + " " + Frame.at(frame.top()) + "V"
                    + Frame.at(frame.bottom())));
        }
        boolean several = rows.stream().map(SurveyRow::schedule).distinct().count() > 1;
        for (int i = 0; i < rows.size(); i++) {
            SurveyRow row = rows.get(i);
            double y = frame.top() + (i + 0.5) * ROW;
            String label = several ? row.hardware() + ", " + row.schedule() : row.hardware();
            group.add(Frame.text(frame.left() - 8, y + 4, "end", label));
            group.add(Frame.grid("M" + Frame.at(frame.left()) + " " + Frame.at(y) + "H" + Frame.at(frame.right())));
            int series = 0;
            for (double share : survey.saving(row).orElseThrow().survivors().values()) {
                double shown = Math.max(least, Math.min(most, share));
                group.add(mark(series++, frame.x().pixel(shown), y).add(Element.of("title", Figures.percent(share))));
            }
        }
        return group;
    }

    /** Shapes that differ without colour too. */
    private static Element mark(int series, double x, double y) {
        String path = switch (series) {
            case 0 -> "M" + Frame.at(x - RADIUS) + " " + Frame.at(y) + "a5 5 0 1 0 10 0a5 5 0 1 0 -10 0";
            case 1 -> "M" + Frame.at(x - 4) + " " + Frame.at(y - 4) + "h8v8h-8z";
            default -> "M" + Frame.at(x) + " " + Frame.at(y - 6) + "l6 6l-6 6l-6 -6z";
        };
        return Palette.fill(Element.of("path").with("d", path), series)
                .with("stroke", "white")
                .with("stroke-width", "0.8");
    }
}
