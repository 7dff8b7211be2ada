package io.bitcycle.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.precision.Precision;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ScheduleChartTest {
    /** 3 bits, then 7 from iteration 50 on; errors have 8. */
    private static Precision twoSteps(long iteration) {
        return new Precision(iteration < 50 ? 3 : 7, 8);
    }

    /**
     * The panel spans x from 40 to 932 for iterations 0 to 100, and y from 116 (2 bits) to 26 (8.5 bits): 90 / 6.5 per bit.
     */
    @Test
    void cornersStandWhereTheBitsChange() throws Exception {
        io.bitcycle.report.markup.Element picture = new ScheduleChart(100, 3, 8)
                .picture("a<b", "d", List.of(new ScheduleChart.Panel("a<b&c", ScheduleChartTest::twoSteps)));
        String text = String.join("\n", Picture.file(picture, ScheduleChart.width(), ScheduleChart.height(1)));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
        NodeList paths = svg.getElementsByTagName("path");
        List<String> staircases = new ArrayList<>();
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.getAttribute("fill").equals("none")) {
                staircases.add(path.getAttribute("d"));
            }
        }
        assertEquals(List.of("M40 32.9H932", "M40 102.2H486V46.8H932"), staircases);
        assertEquals("a<b", svg.getElementsByTagName("title").item(0).getTextContent());
        assertEquals("8", svg.getElementsByTagName("text").item(0).getTextContent());
    }
}
