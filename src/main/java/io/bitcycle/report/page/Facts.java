package io.bitcycle.report.page;

import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonObject;
import io.bitcycle.json.JsonValue.JsonString;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.IntegerFormat;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of a JSON file by their paths, {@code cycles.total}; what is missing or of another type is noted as a problem. */
final class Facts {
    private static final BigDecimal WIDEST = BigDecimal.valueOf(IntegerFormat.MAX_BITS);

    private final JsonValue root;
    private final String path;
    private final Problems problems;

    private Facts(JsonValue root, String path, Problems problems) {
        this.root = root;
        this.path = path;
        this.problems = problems;
    }

    /** A file; empty, with a problem noted, when it cannot be read. */
    static Optional<Facts> read(Path file, Problems problems) {
        return JsonReader.read(file, problems).map(value -> new Facts(value, "", problems));
    }

    Optional<Facts> find(String name) {
        JsonValue value = root;
        for (String key : name.split("\\.")) {
            JsonValue.Member member =
                    value instanceof JsonObject object ? object.members().get(key) : null;
            if (member == null || member.value() instanceof JsonValue.JsonNull) {
                return Optional.empty();
            }
            value = member.value();
        }
        return Optional.of(new Facts(value, path.isEmpty() ? name : path + "." + name, problems));
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    BigDecimal number(String name) {
        return find(name).map(Facts::number).orElseGet(() -> {
            missing(name);
            return BigDecimal.ZERO;
        });
    }

    /** A width in bits; 1, with a problem noted, where it is none. */
    int width(String name) {
        BigDecimal bits = number(name);
        boolean whole = bits.stripTrailingZeros().scale() <= 0;
        if (whole && bits.compareTo(BigDecimal.ONE) >= 0 && bits.compareTo(WIDEST) <= 0) {
            return bits.intValue();
        }
        find(name).ifPresent(found -> found.wrong("1 to " + WIDEST));
        return 1;
    }

    Optional<BigDecimal> optionalNumber(String name) {
        return find(name).map(Facts::number);
    }

    String text(String name) {
        return find(name).map(Facts::text).orElseGet(() -> {
            missing(name);
            return "";
        });
    }

    Optional<String> optionalText(String name) {
        return find(name).map(Facts::text);
    }

    /** The items of an array. */
    List<Facts> items(String name) {
        Optional<Facts> found = find(name);
        if (found.isPresent() && found.get().root instanceof JsonArray array) {
            return array.items().stream()
                    .map(item -> new Facts(item, path, problems))
                    .toList();
        }
        found.ifPresentOrElse(facts -> facts.wrong("an array"), () -> missing(name));
        return List.of();
    }

    /** The members of an object, in the order of the file. */
    Map<String, Facts> members(String name) {
        Optional<Facts> found = find(name);
        Map<String, Facts> members = new LinkedHashMap<>();
        if (found.isPresent() && found.get().root instanceof JsonObject object) {
            object.members().forEach((key, member) -> members.put(key, new Facts(member.value(), key, problems)));
        } else {
            found.ifPresentOrElse(facts -> facts.wrong("an object"), () -> missing(name));
        }
        return members;
    }

    BigDecimal number() {
        if (root instanceof JsonNumber number) {
            return number.value();
        }
        wrong("a number");
        return BigDecimal.ZERO;
    }

    String text() {
        if (root instanceof JsonString string) {
            return string.value();
        }
        wrong("a text");
        return "";
    }

    /** Any single value as text. */
    String plain() {
        return root instanceof JsonString string ? string.value() : root.describe();
    }

    boolean isTrue() {
        return root instanceof JsonValue.JsonBoolean flag && flag.value();
    }

    private void missing(String name) {
        problems.add(
                Position.of(root.position().origin()),
                path.isEmpty() ? name : path + "." + name,
                "is missing; was this" + " folder written by another version?");
    }

    private void wrong(String what) {
        problems.add(root.position(), path, "is " + root.describe() + "; allowed: " + what);
    }
}
