package io.bitcycle.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RooflineChartTest {
    private static RooflineChart.Data data(double peak, double perByte, double perCycle) {
        return new RooflineChart.Data(
                "Roofline",
                new RooflineChart.Roof(24, Map.of("8 x 8 bits", peak)),
                List.of(new RooflineChart.Point("The whole run", 0, perByte, perCycle)));
    }

    /** Powers of ten from the least to the most of both: 1 to 1,000 bytes, 10 to 10,000 cycles, the labels of the ticks. */
    @Test
    void picturesOfAPageShareTheirAxes() {
        List<Element> pictures =
                RooflineChart.pictures(List.of("run"), List.of(data(512, 150, 300), data(2048, 2, 15)));
        for (Element picture : pictures) {
            List<String> labels = Pattern.compile(">([\\d,]+)</text>")
                    .matcher(picture.toString())
                    .results()
                    .map((MatchResult label) -> label.group(1))
                    .toList();
            assertEquals(List.of("10", "100", "1,000", "10,000", "1", "10", "100", "1,000"), labels);
        }
    }
}
