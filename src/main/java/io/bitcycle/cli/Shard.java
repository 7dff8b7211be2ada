package io.bitcycle.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A part of a list that several machines share.
 *
 * @param number from 1
 * @param of how many
 */
record Shard(int number, int of) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** Whether an index of the list is in this part. */
    boolean holds(int index) {
        return index % of == number - 1;
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }

    /** From an option. */
    static final class Converter implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String text) {
            Matcher matcher = WRITTEN.matcher(text);
            if (matcher.matches()) {
                Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (1 <= shard.number() && shard.number() <= shard.of()) {
                    return shard;
                }
            }
            throw new TypeConversionException("is no shard; allowed: I/N, 1 <= I <= N, e.g. 1/2");
        }
    }
}
