package io.bitcycle.json;

import static io.bitcycle.json.JsonReaderTest.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypesTest {
    private static final JsonType<Integer> ONE_TO_NINE = JsonTypes.integer(1, 9);
    private static final JsonType<BigDecimal> UP_TO_TEN = JsonTypes.decimal("0", "10");

    @Test
    void integersAreWholeNumbersInRangeHoweverWritten() {
        for (String good : List.of("1", "9", "4.0", "0.4e1", "40e-1")) {
            assertEquals(
                    new BigDecimal(good).intValueExact(),
                    read(ONE_TO_NINE, good).orElseThrow(),
                    good);
        }
        for (String bad : List.of("0", "10", "-1", "4.5", "1e999999999", "1e-999999999")) {
            assertRefused(ONE_TO_NINE, bad, bad, "an integer from 1 to 9");
        }
    }

    @Test
    void decimalsKeepEveryDigit() {
        assertEquals(
                new BigDecimal("0.10000000000000000001"),
                read(UP_TO_TEN, "0.10000000000000000001").orElseThrow());
        assertEquals("10", read(UP_TO_TEN, "1e1").orElseThrow().toString());
        String tooFine = "0." + "1".repeat(31);
        for (String bad : List.of("-0.1", "10.1", tooFine, "1e-999999999", "0e-999999999", "1e999999999")) {
            assertRefused(UP_TO_TEN, bad, bad, "a number from 0 to 10 with at most 30 decimal places");
        }
        assertEquals("0", read(UP_TO_TEN, "0e999999999").orElseThrow().toString());
    }

    @Test
    void wrongTypesAreNamed() {
        assertRefused(ONE_TO_NINE, "\"4\"", "the string \"4\"", "an integer from 1 to 9");
        assertRefused(ONE_TO_NINE, "null", "null", "an integer from 1 to 9");
        assertRefused(ONE_TO_NINE, "true", "true", "an integer from 1 to 9");
        assertRefused(JsonTypes.integerOf(16, 32), "24", "24", "16 or 32");
        assertRefused(UP_TO_TEN, "[1]", "an array of 1", "a number from 0 to 10 with at most 30 decimal places");
        assertRefused(JsonTypes.flag(), "0", "0", "true or false");
        assertRefused(JsonTypes.list(ONE_TO_NINE, 1, 2), "[]", "an array of 0", "an array of 1 to 2 items");
        assertRefused(JsonTypes.list(ONE_TO_NINE, 1, 2), "{}", "an object", "an array of 1 to 2 items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\u2003", "ab\tc", "123456"})
    void textsAreShortVisibleAndOnOneLine(String bad) {
        String shown = bad.replace("\t", "\\u0009");
        String json = "\"" + shown + "\"";
        assertRefused(
                JsonTypes.text(5), json, "the string \"" + shown + "\"", "a text of 1 to 5 characters on one line");
    }

    @Test
    void everyBadItemOfAListIsReported() {
        Problems problems = new Problems();
        Optional<List<Integer>> items =
                JsonTypes.list(ONE_TO_NINE, 1, 5).read(parse("[0, 1, 10]"), JsonPath.ROOT.member("k"), problems);
        assertEquals(Optional.empty(), items);
        assertEquals(
                List.of(
                        "f.json:1:2: k[0]: is 0; allowed: an integer from 1 to 9",
                        "f.json:1:8: k[2]: is 10; allowed: an integer from 1 to 9"),
                lines(problems));
    }

    @Test
    void choicesSuggestTheNearestWord() {
        JsonType<Integer> choice = new ChoiceType<>(Map.of("search", 1));
        assertEquals(Optional.of(1), read(choice, "\"search\""));
        assertEquals(
                List.of("f.json:1:1: k: is \"serch\"; allowed: search; did you mean \"search\"?"),
                refused(choice, "\"serch\""));
        assertEquals(List.of("f.json:1:1: k: is 3; allowed: search"), refused(choice, "3"));
    }

    @Test
    void messagesStayOnOneShortLine() {
        assertEquals("\"line\\u000abreak \\\"quoted\\\" \\\\\"", Quoted.of("line\nbreak \"quoted\" \\"));
        assertEquals("\"" + "x".repeat(60) + "…\"", Quoted.of("x".repeat(61)));
        assertEquals(
                "a.\"b.c\".\"\"[2]",
                JsonPath.ROOT.member("a").member("b.c").member("").item(2).toString());
    }

    @Test
    void problemsComeFileByFileFromTheTopOptionsLast() {
        Problems problems = new Problems();
        problems.add(Position.of("--set k=1"), "k", "1");
        problems.add(new Position("b.json", 9, 2), "k", "2");
        problems.add(new Position("b.json", 9, 1), "k", "3");
        problems.add(new Position("a.json", 1, 1), "k", "4");
        problems.add(new Position("b.json", 2, 7), "k", "5");
        assertEquals(
                List.of(
                        "b.json:2:7: k: 5",
                        "b.json:9:1: k: 3",
                        "b.json:9:2: k: 2",
                        "a.json:1:1: k: 4",
                        "--set k=1: k: 1"),
                lines(problems));
    }

    @Test
    void aLongListOfProblemsIsCut() {
        Problems problems = new Problems();
        for (int i = 60; i > 0; i--) {
            problems.add(new Position("f.json", i, 1), "k", "is bad");
        }
        List<String> shown =
                new BadInputException(problems.errors()).getMessage().lines().toList();
        assertEquals(51, shown.size());
        assertEquals("f.json:1:1: k: is bad", shown.get(0));
        assertEquals("and 10 more problems", shown.get(50));
    }

    private static <T> void assertRefused(JsonType<T> type, String json, String found, String allowed) {
        assertEquals(List.of("f.json:1:1: k: is " + found + "; allowed: " + allowed), refused(type, json));
    }

    private static List<String> refused(JsonType<?> type, String json) {
        Problems problems = new Problems();
        assertEquals(Optional.empty(), type.read(parse(json), JsonPath.ROOT.member("k"), problems), json);
        return lines(problems);
    }

    private static <T> Optional<T> read(JsonType<T> type, String json) {
        Problems problems = new Problems();
        Optional<T> value = type.read(parse(json), JsonPath.ROOT.member("k"), problems);
        assertEquals(List.of(), lines(problems), json);
        return value;
    }

    private static JsonValue parse(String json) {
        return JsonReader.parse("f.json", json, new Problems()).orElseThrow();
    }
}
