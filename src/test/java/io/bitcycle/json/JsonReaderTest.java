package io.bitcycle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
    @TempDir
    Path folder;

    @Test
    void valuesKnowWhereTheyStand() {
        JsonObject root = (JsonObject) parse("{\n  \"a\": [1,\n    {\"b\": 2.50}]\n}");
        JsonArray array = (JsonArray) root.members().get("a").value();
        JsonObject inner = (JsonObject) array.items().get(1);
        JsonNumber number = (JsonNumber) inner.members().get("b").value();
        assertEquals(new Position("f.json", 1, 1), root.position());
        assertEquals(new Position("f.json", 2, 3), root.members().get("a").namePosition());
        assertEquals(new Position("f.json", 2, 8), array.position());
        assertEquals(new Position("f.json", 3, 5), inner.position());
        assertEquals(new Position("f.json", 3, 11), number.position());
        assertEquals(new BigDecimal("2.50"), number.value());
        assertEquals(List.of("a"), List.copyOf(root.members().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | f.json: is empty; allowed: one JSON value",
                "{                     | f.json:1:2: is not JSON: it ends too early",
                "[1, 2                 | f.json:1:6: is not JSON: it ends too early",
                "{\"a\": 1,}           | f.json:1:9: is not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
                "{\"a\" 1}             | f.json:1:6: is not JSON: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
                "{'a': 1}              | f.json:1:2: is not JSON: Unexpected character (''' (code 39)): was expecting double-quote to start field name",
                "{} // end             | f.json:1:4: is not JSON: comments are not allowed",
                "{ /* a */ \"a\": 1}   | f.json:1:3: is not JSON: comments are not allowed",
                "{ # a                 | f.json:1:3: is not JSON: comments are not allowed",
                "[NaN]                 | f.json:1:5: is not JSON: NaN and Infinity are not numbers",
                "[01]                  | f.json:1:3: is not JSON: Invalid numeric value: Leading zeroes not allowed",
                "{} {}                 | f.json:1:4: more text follows the end of the JSON value; allowed: one value",
                "{\"a\": 1e9999999999} | f.json:1:7: a: is 1e9999999999; allowed: an exponent of at most 9 digits",
                "{\"a\": 1, \"a\": 2}  | f.json:1:10: a: is given twice, first at f.json:1:2; allowed: once",
            })
    void refusesWhatIsNotStrictJson(String text, String problem) {
        Problems problems = new Problems();
        JsonReader.parse("f.json", text, problems);
        assertEquals(List.of(problem), lines(problems));
    }

    /** Later duplicates must not hide earlier ones. */
    @Test
    void reportsEveryDuplicate() {
        Problems problems = new Problems();
        JsonReader.parse("f.json", "{\"a\": {\"b\": 1, \"b\": 2},\n\"a\": 3,\n\"a\": 4}", problems);
        assertEquals(
                List.of(
                        "f.json:1:16: a.b: is given twice, first at f.json:1:8; allowed: once",
                        "f.json:2:1: a: is given twice, first at f.json:1:2; allowed: once",
                        "f.json:3:1: a: is given twice, first at f.json:1:2; allowed: once"),
                lines(problems));
    }

    @Test
    void nestingEndsAtTheStatedDepth() {
        int deepest = JsonReader.DEEPEST_NESTING;
        assertTrue(
                JsonReader.parse("f.json", nested(deepest + 1), new Problems()).isPresent());
        Problems problems = new Problems();
        assertEquals(Optional.empty(), JsonReader.parse("f.json", nested(deepest + 2), problems));
        assertEquals(List.of("f.json:1:66: nests too deep; allowed: at most 64 levels"), lines(problems));
        Problems hostile = new Problems();
        JsonReader.parse("f.json", "[".repeat(1_000_000), hostile);
        assertEquals(1, hostile.count());
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void numbersEndAtTheStatedLength() {
        String longest = "1".repeat(JsonReader.LONGEST_NUMBER);
        assertEquals(new BigDecimal(longest), ((JsonNumber) parse(longest)).value());
        Problems problems = new Problems();
        JsonReader.parse("f.json", "[" + longest + "1]", problems);
        assertEquals(List.of("f.json:1:2: [0]: is a number of 101 characters; allowed: at most 100"), lines(problems));
    }

    @Test
    void filesThatCannotBeReadAreOneProblem() throws IOException {
        assertEquals(List.of("none.json: no such file"), read("none.json", null));
        Files.createDirectory(folder.resolve("d.json"));
        assertEquals(List.of("d.json: is a directory; allowed: a JSON file"), read("d.json", null));
        assertEquals(
                List.of("u.json: is not UTF-8 text; allowed: JSON in UTF-8"),
                read("u.json", new byte[] {'"', -1, '"'}));
        byte[] large = new byte[JsonReader.LARGEST_FILE_BYTES + 1];
        assertEquals(List.of("l.json: is too large; allowed: at most 16 MiB"), read("l.json", large));
        byte[] marked = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(), read("m.json", marked));
    }

    /** The problems of reading a file, without the temporary folder's name. */
    private List<String> read(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        if (content != null) {
            Files.write(file, content);
        }
        Problems problems = new Problems();
        JsonReader.read(file, problems);
        return lines(problems).stream()
                .map(line -> line.replace(folder + file.getFileSystem().getSeparator(), ""))
                .toList();
    }

    private static JsonValue parse(String text) {
        Problems problems = new Problems();
        JsonValue value = JsonReader.parse("f.json", text, problems).orElseThrow();
        assertEquals(List.of(), lines(problems));
        return value;
    }

    static List<String> lines(Problems problems) {
        return problems.errors().stream().map(Problem::toString).toList();
    }
}
