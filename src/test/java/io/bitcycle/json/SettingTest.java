package io.bitcycle.json;

import static io.bitcycle.json.JsonReaderTest.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonBoolean;
import io.bitcycle.json.JsonValue.JsonNull;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    private static final String DOCUMENT = "{\"a\": {\"b\": 1, \"c\": [10, {\"d\": 20}]}, \"e\": \"x\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.b=2            | {a: {b: 2, c: [10, {d: 20}]}, e: 'x'}",
                "a.b=two          | {a: {b: 'two', c: [10, {d: 20}]}, e: 'x'}",
                "a.b=\"2\"        | {a: {b: '2', c: [10, {d: 20}]}, e: 'x'}",
                "a.b=             | {a: {b: '', c: [10, {d: 20}]}, e: 'x'}",
                "a.b=[1, 2        | {a: {b: '[1, 2', c: [10, {d: 20}]}, e: 'x'}",
                "a.b=k=v          | {a: {b: 'k=v', c: [10, {d: 20}]}, e: 'x'}",
                "a.b=true         | {a: {b: true, c: [10, {d: 20}]}, e: 'x'}",
                "a.b=null         | {a: {b: null, c: [10, {d: 20}]}, e: 'x'}",
                "a.c=[3]          | {a: {b: 1, c: [3]}, e: 'x'}",
                "a.c[0]=11        | {a: {b: 1, c: [11, {d: 20}]}, e: 'x'}",
                "a.c[1].d=21      | {a: {b: 1, c: [10, {d: 21}]}, e: 'x'}",
                "a.c[1].f=21      | {a: {b: 1, c: [10, {d: 20, f: 21}]}, e: 'x'}",
                "a={}             | {a: {}, e: 'x'}",
                "f=1              | {a: {b: 1, c: [10, {d: 20}]}, e: 'x', f: 1}",
                "f.g.h=1          | {a: {b: 1, c: [10, {d: 20}]}, e: 'x', f: {g: {h: 1}}}",
            })
    void setsOneValue(String argument, String expected) {
        Problems problems = new Problems();
        assertEquals(expected, show(apply(problems, argument)));
        assertEquals(List.of(), lines(problems));
    }

    @Test
    void theLaterOfTwoHolds() {
        assertEquals("{a: {b: 3, c: [10, {d: 20}]}, e: 'x'}", show(apply(new Problems(), "a.b=2", "a.b=3")));
    }

    @Test
    void aSetValueStandsAtItsOption() {
        JsonObject root = (JsonObject) apply(new Problems(), "a.b=2");
        JsonValue set = root.nearest(JsonPath.parse("a.b").orElseThrow());
        JsonValue kept = root.nearest(JsonPath.parse("a.c").orElseThrow());
        assertEquals("--set a.b=2", set.position().toString());
        assertEquals("f.json:1:21", kept.position().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.b       | --set a.b: is not a setting; allowed: path=value, e.g. array.rows=32",
                "=3        | --set =3: is not a setting; allowed: path=value, e.g. array.rows=32",
                "a..b=3    | --set a..b=3: is not a setting; allowed: path=value, e.g. array.rows=32",
                "a[x]=3    | --set a[x]=3: is not a setting; allowed: path=value, e.g. array.rows=32",
                "e.f=3     | --set e.f=3: e.f: cannot be set: e is the string \"x\"",
                "a.c[2]=3  | --set a.c[2]=3: a.c[2]: cannot be set: a.c is an array of 2",
                "a[0]=3    | --set a[0]=3: a[0]: cannot be set: a is an object",
            })
    void refusesWhatDoesNotFit(String argument, String problem) {
        Problems problems = new Problems();
        JsonValue changed = apply(problems, argument);
        assertEquals(List.of(problem), lines(problems));
        assertEquals("{a: {b: 1, c: [10, {d: 20}]}, e: 'x'}", show(changed));
    }

    private static JsonValue apply(Problems problems, String... arguments) {
        JsonValue root = JsonReader.parse("f.json", DOCUMENT, problems).orElseThrow();
        List<Setting> settings = List.of(arguments).stream()
                .flatMap(argument -> Setting.parse(argument, problems).stream())
                .toList();
        return Setting.applyAll(root, settings, problems);
    }

    private static String show(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.members().entrySet().stream()
                    .map(member ->
                            member.getKey() + ": " + show(member.getValue().value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof JsonArray array) {
            return array.items().stream().map(SettingTest::show).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof JsonString string) {
            return "'" + string.value() + "'";
        }
        if (value instanceof JsonNumber number) {
            return number.text();
        }
        return value instanceof JsonBoolean flag ? "" + flag.value() : value instanceof JsonNull ? "null" : "?";
    }
}
