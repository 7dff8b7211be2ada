package io.bitcycle.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    private Path folder;

    private static CsvTable parse(String text) {
        return CsvTable.parse("t.csv", text);
    }

    private static String complaint(String text) {
        return assertThrows(BadInputException.class, () -> parse(text)).getMessage();
    }

    /** RFC 4180, section 2: quotes around commas, quotes and line ends; a last line with or without an end. */
    @Test
    void readsQuotedCells() {
        CsvTable table = parse("name,value\r\n\"a, \"\"b\"\"\",1\r\n\"c\nd\",-2.50");
        assertEquals(List.of("name", "value"), table.columns());
        assertEquals(2, table.rows());
        assertEquals("a, \"b\"", table.text(0, "name"));
        assertEquals("c\nd", table.text(1, "name"));
        assertEquals(1, table.whole(0, "value", 0, 9));
        assertEquals(new BigDecimal("-2.50"), table.decimal(1, "value"));
        table.finish();
    }

    @Test
    void emptyCellsAreNoNumbers() {
        CsvTable table = parse("a,b\n,5e3\n\n");
        assertEquals(1, table.rows());
        assertEquals(Optional.empty(), table.optionalDecimal(0, "a"));
        assertEquals(0, table.optionalDecimal(0, "b").orElseThrow().compareTo(new BigDecimal(5000)));
        table.whole(0, "a", 0, 9);
        assertEquals(1, table.problems());
    }

    @Test
    void saysWhereItIsWrong() {
        assertEquals("t.csv: is empty; allowed: a header and rows", complaint("\n\n"));
        assertEquals("t.csv:1:3: names column \"a\" twice", complaint("a,a\n1,2\n"));
        assertEquals("t.csv:3:1: has 3 cells; allowed: 2, as the header", complaint("a,b\n1,2\n1,2,3\n"));
        assertTrue(complaint("a\n\"x\n").startsWith("t.csv:2:1: opens a quote that is never closed"));
        assertTrue(complaint("a\n\"x\"y\n").startsWith("t.csv:2:1: has characters behind its closing quote"));
        CsvTable table = parse("\"x\ny\",b\n1,2\n3,99999999999999999999\n");
        table.whole(1, "b", 0, Long.MAX_VALUE);
        String message = assertThrows(BadInputException.class, table::finish).getMessage();
        assertTrue(message.startsWith("t.csv:4:3: b: is \"99999999999999999999\""), message);
    }

    @Test
    void namesColumnsThatAreMissingOrUnknown() {
        CsvTable table = parse("layer,cycle\nx,1\n");
        table.require(List.of("layer", "cycles"));
        table.allow(List.of("layer", "cycles"));
        String message = assertThrows(BadInputException.class, table::finish).getMessage();
        assertEquals(
                "t.csv:1:1: has no column \"cycles\"; did you mean \"cycle\"?\n"
                        + "t.csv:1:7: is an unknown column \"cycle\"; allowed: layer, cycles; did you mean \"cycles\"?",
                message);
    }

    @Test
    void readsFiles() throws IOException {
        Path file = folder.resolve("a.csv");
        assertTrue(assertThrows(BadInputException.class, () -> CsvTable.read(file))
                .getMessage()
                .endsWith("no such file"));
        assertTrue(assertThrows(BadInputException.class, () -> CsvTable.read(folder))
                .getMessage()
                .endsWith("is a directory; allowed: a CSV file"));
        Files.write(file, new byte[] {'a', '\n', (byte) 0xC3, '\n'});
        assertTrue(assertThrows(BadInputException.class, () -> CsvTable.read(file))
                .getMessage()
                .endsWith("is not UTF-8"));
        Files.writeString(file, "\uFEFFa\n1\n");
        assertEquals(List.of("a"), CsvTable.read(file).columns());
    }
}
