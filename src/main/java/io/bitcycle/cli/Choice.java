package io.bitcycle.cli;

import io.bitcycle.json.Nearest;
import io.bitcycle.json.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An option's value that is one of a closed set of words.
 *
 * @param <T> what a word means
 */
abstract class Choice<T> implements ITypeConverter<T> {
    private final Map<String, T> words = new LinkedHashMap<>();

    /**
     * A choice between values.
     *
     * @param values in the order in which messages list them
     */
    Choice(List<T> values, Function<T, String> word) {
        values.forEach(value -> words.put(word.apply(value), value));
    }

    @Override
    public T convert(String text) {
        T meaning = words.get(text);
        if (meaning == null) {
            throw new TypeConversionException("is " + Quoted.of(text) + "; allowed: "
                    + String.join(", ", words.keySet()) + Nearest.hint(text, words.keySet()));
        }
        return meaning;
    }
}
