package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ScheduleSvgTest {
    /** 3 bits, then 7 from iteration 50 on; errors have 8. */
    private static final PrecisionSchedule TWO_STEPS = new PrecisionSchedule() {
        @Override
        public Precision at(long iteration) {
            return new Precision(iteration < 50 ? 3 : 7, 8);
        }

        @Override
        public Precision evaluation() {
            return new Precision(7, 8);
        }
    };

    /**
     * The plot spans x from 56 to 944 for iterations 0 to 100, and y from 272 (0 bits) to 40 (9 bits): 232 / 9 per bit.
     */
    @Test
    void cornersStandWhereTheBitsChange() throws Exception {
        String text = String.join("\n", ScheduleSvg.lines(Map.of("a<b&c", TWO_STEPS), 100));
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
        assertEquals(List.of("M56.0 65.8H944.0", "M56.0 194.7H500.0V91.6H944.0"), staircases);
        NodeList texts = svg.getElementsByTagName("text");
        assertEquals(
                "a<b&c (dashed: backward)", texts.item(texts.getLength() - 1).getTextContent());
    }
}
