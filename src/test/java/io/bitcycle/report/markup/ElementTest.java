package io.bitcycle.report.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void escapesAndCloses() {
        Element page = Element.of("p", "a < b & \"c\"")
                .with("title", "x\"y>")
                .add(Element.of("br"), Element.of("b"), Element.of("path").with("x", 1.25));
        assertEquals(
                "<p title=\"x&quot;y&gt;\">a &lt; b &amp; &quot;c&quot;<br><b></b><path x=\"1.3\"/></p>",
                page.toString());
    }

    @Test
    void numbersStayWithTheirUnits() {
        assertEquals(
                "<p title=\"3 %\">-3.0\u00a0% of 8\u00a0bits, 2.2\u00a0GJ\u00a0s, 45\u00a0nm; 5 sides</p>",
                Element.of("p", "-3.0 % of 8 bits, 2.2 GJ s, 45 nm; 5 sides")
                        .with("title", "3 %")
                        .toString());
    }

    @Test
    void scriptsStayAsTheyAre() {
        assertEquals(
                "<script>if (a < b) c();</script>",
                Element.of("script", "if (a < b) c();").toString());
        assertThrows(IllegalArgumentException.class, () -> Element.of("script", "'</script>'"));
    }
}
