package io.bitcycle.report.page;

import io.bitcycle.report.chart.Palette;
import java.io.IOException;

/** The style sheet of a page. */
final class Style {
    private Style() {}

    /** That of {@code report.css}, and the charts' colours on a dark screen; paper is always white. */
    static String rules() throws IOException {
        return ReportPage.resource("report.css") + "@media screen and (prefers-color-scheme:dark){"
                + Palette.darkRules() + "}";
    }
}
