package io.bitcycle.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.JsonValue.JsonArray;
import io.bitcycle.json.JsonValue.JsonBoolean;
import io.bitcycle.json.JsonValue.JsonNumber;
import io.bitcycle.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The types that keys commonly have. */
public final class JsonTypes {
    /** Places after the point of the smallest number that means anything here, and digits a sum of them stays exact in. */
    private static final int DECIMAL_PLACES = 30;

    private JsonTypes() {}

    /** A whole number; {@code 16.0} and {@code 1.6e1} are 16. */
    public static JsonType<Integer> integer(int min, int max) {
        return new IntegerType(min, max);
    }

    /** One of a few whole numbers, ascending. */
    public static JsonType<Integer> integerOf(int... allowed) {
        return new IntegerChoice(IntStream.of(allowed).boxed().toList());
    }

    /** A number, exactly as written, with at most 30 decimal places. */
    public static JsonType<BigDecimal> decimal(String min, String max) {
        return new DecimalType(new BigDecimal(min), new BigDecimal(max));
    }

    /** A text of 1 to {@code longest} characters that is not blank and has no control characters. */
    public static JsonType<String> text(int longest) {
        return new TextType(longest);
    }

    /** {@code true} or {@code false}. */
    public static JsonType<Boolean> flag() {
        return new FlagType();
    }

    /** An enum constant by its name in lower case with hyphens. */
    public static <E extends Enum<E>> ChoiceType<E> choice(Class<E> type) {
        return ChoiceType.of(List.of(type.getEnumConstants()), JsonTypes::label);
    }

    /** An array of {@code min} to {@code max} items. */
    public static <T> JsonType<List<T>> list(JsonType<T> item, int min, int max) {
        return new ListType<>(item, min, max);
    }

    /** {@code WEIGHT_STATIONARY} is {@code weight-stationary} in files. */
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ObjectNode node(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** The value as an int, if it is a whole number from min to max. */
    private static Optional<Integer> whole(JsonValue value, int min, int max) {
        if (value instanceof JsonNumber number
                && number.value().compareTo(BigDecimal.valueOf(min)) >= 0
                && number.value().compareTo(BigDecimal.valueOf(max)) <= 0
                && number.value().stripTrailingZeros().scale() <= 0) {
            return Optional.of(number.value().intValueExact());
        }
        return Optional.empty();
    }

    private record IntegerType(int min, int max) implements JsonType<Integer> {
        @Override
        public String allowed() {
            return "an integer from " + min + " to " + max;
        }

        @Override
        public Optional<Integer> read(JsonValue value, JsonPath path, Problems problems) {
            return whole(value, min, max).or(() -> refuse(value, path, problems));
        }

        @Override
        public ObjectNode schema() {
            return node("integer").put("minimum", min).put("maximum", max);
        }
    }

    private record IntegerChoice(List<Integer> values) implements JsonType<Integer> {
        @Override
        public String allowed() {
            return values.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        }

        @Override
        public Optional<Integer> read(JsonValue value, JsonPath path, Problems problems) {
            return whole(value, values.get(0), values.get(values.size() - 1))
                    .filter(values::contains)
                    .or(() -> refuse(value, path, problems));
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = node("integer");
            values.forEach(schema.putArray("enum")::add);
            return schema;
        }
    }

    private record DecimalType(BigDecimal min, BigDecimal max) implements JsonType<BigDecimal> {
        @Override
        public String allowed() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString() + " with at most "
                    + DECIMAL_PLACES + " decimal places";
        }

        @Override
        public Optional<BigDecimal> read(JsonValue value, JsonPath path, Problems problems) {
            if (value instanceof JsonNumber number
                    && number.value().compareTo(min) >= 0
                    && number.value().compareTo(max) <= 0
                    && number.value().scale() <= DECIMAL_PLACES) {
                return Optional.of(number.value().scale() < 0 ? number.value().setScale(0) : number.value());
            }
            return refuse(value, path, problems);
        }

        @Override
        public ObjectNode schema() {
            return node("number").put("minimum", min).put("maximum", max);
        }
    }

    private record TextType(int longest) implements JsonType<String> {
        @Override
        public String allowed() {
            return "a text of 1 to " + longest + " characters on one line";
        }

        @Override
        public Optional<String> read(JsonValue value, JsonPath path, Problems problems) {
            if (value instanceof JsonString string
                    && !string.value().chars().allMatch(TextType::isBlank)
                    && string.value().length() <= longest
                    && string.value().chars().noneMatch(Character::isISOControl)) {
                return Optional.of(string.value());
            }
            return refuse(value, path, problems);
        }

        /** What {@code \s} in the schema's regular expressions covers (ECMA-262), and more. */
        private static boolean isBlank(int c) {
            return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
        }

        @Override
        public ObjectNode schema() {
            return node("string").put("minLength", 1).put("maxLength", longest).put("pattern", "\\S");
        }
    }

    private record FlagType() implements JsonType<Boolean> {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public Optional<Boolean> read(JsonValue value, JsonPath path, Problems problems) {
            return value instanceof JsonBoolean flag ? Optional.of(flag.value()) : refuse(value, path, problems);
        }

        @Override
        public ObjectNode schema() {
            return node("boolean");
        }
    }

    private record ListType<T>(JsonType<T> item, int min, int max) implements JsonType<List<T>> {
        @Override
        public String allowed() {
            return "an array of " + min + " to " + max + " items";
        }

        @Override
        public Optional<List<T>> read(JsonValue value, JsonPath path, Problems problems) {
            if (!(value instanceof JsonArray array)
                    || array.items().size() < min
                    || array.items().size() > max) {
                return refuse(value, path, problems);
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < array.items().size(); i++) {
                item.read(array.items().get(i), path.item(i), problems).ifPresent(items::add);
            }
            return items.size() == array.items().size() ? Optional.of(items) : Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = node("array").put("minItems", min).put("maxItems", max);
            schema.set("items", item.schema());
            return schema;
        }
    }
}
