package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0           | 0 pJ
        999         | 999 pJ
        999.5       | 999.5 pJ
        999.96      | 1.000 nJ
        1000        | 1.000 nJ
        12345       | 12.35 nJ
        141712345678| 141.7 mJ
        0.0123      | 0.012 pJ
        2e30        | 2000000000 GJ
        """)
    void energiesGetTheUnitThatFits(BigDecimal picojoules, String expected) {
        assertEquals(expected, Figures.energy(picojoules));
    }

    @ParameterizedTest
    @CsvSource({"0.0005368, 536.8 us", "1.25, 1.250 s", "86400, 86.40 ks", "2e-9, 2.000 ns"})
    void timesGetTheUnitThatFits(double seconds, String expected) {
        assertEquals(expected, Figures.time(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "1000, 1.000 k", "2860000000, 2.860 G"})
    void countsGetThePrefixThatFits(BigDecimal count, String expected) {
        assertEquals(expected, Figures.count(count));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        63.33|100|-36.7 %
        100.4|100|+0.4 %
        100.04|100|0.0 %
        99.96|100|0.0 %
        0|0|0.0 %
        1|0|-
        """)
    void changesHaveASign(double value, double baseline, String expected) {
        assertEquals(expected, Figures.change(value, baseline));
    }

    @Test
    void thousandsAreGrouped() {
        assertEquals("0", Figures.grouped(0));
        assertEquals("999", Figures.grouped(999));
        assertEquals("1,000", Figures.grouped(1000));
        assertEquals("-999", Figures.grouped(-999));
        assertEquals("-1,234,567", Figures.grouped(-1234567));
    }

    /** 2.0E-3 of JDK 17 and 0.002 are one number; 2e23 is the double whose text JDK 19 changed (JDK-4511638). */
    @Test
    void doublesReadTheSameOnEveryJdk() {
        assertEquals("2.0E23", Figures.exact(2e23));
        assertEquals("0.1", Figures.exact(0.1));
        assertEquals("0.13", Figures.fixed(0.125, 2));
        assertEquals("1.00", Figures.fixed(new BigDecimal("0.995"), 2));
        assertEquals("0.00123", Figures.significant(0.0012345, 3));
    }

    @Test
    void tablesAreAligned() {
        assertEquals(
                List.of("name    cycles", "a       12,345", "longer       1"),
                new TextTable("name", "cycles")
                        .row("a", "12,345")
                        .row("longer", "1")
                        .lines());
    }
}
