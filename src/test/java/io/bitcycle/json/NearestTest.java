package io.bitcycle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KEYS = List.of("rows", "cols", "dataflow", "max_bits", "min_bits");

    @ParameterizedTest
    @CsvSource({
        "rosw,rows",
        "row,rows",
        "Rows,rows",
        "rwos,rows",
        "data_flow,dataflow",
        "dataflwo,dataflow",
        "maxbits,max_bits",
        "mox_bits,max_bits"
    })
    void findsTypingErrors(String written, String meant) {
        assertEquals(Optional.of(meant), Nearest.to(written, KEYS));
    }

    @ParameterizedTest
    @CsvSource({"columns", "x", "flow", "clock_mhz"})
    void doesNotGuessWildly(String written) {
        assertEquals(Optional.empty(), Nearest.to(written, KEYS));
    }

    @Test
    void aTieGoesToTheFirst() {
        assertEquals(Optional.of("max_bits"), Nearest.to("mx_bits", KEYS));
        assertEquals(Optional.of("min_bits"), Nearest.to("mn_bits", KEYS));
        assertEquals(Optional.of("max_bits"), Nearest.to("m_bits", KEYS));
    }

    /** Known distances; a swap of neighbours counts once. */
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "abcd,abdc,1", "'',abc,3", "ca,abc,3", "same,same,0"})
    void distanceIsThatOfDamerau(String a, String b, int edits) {
        assertEquals(edits, Nearest.distance(a, b));
        assertEquals(edits, Nearest.distance(b, a));
    }
}
