package io.bitcycle.training.recorded;

import io.bitcycle.training.data.Augmentation;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.ImageShape;
import io.bitcycle.training.data.Normalization;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a manifest says of its data, e.g. {@code optdigits.tra, pixel / 16, input [N,1,8,8]}.
 *
 * @param words as written
 * @param testSplit whether the samples are those of the test split: the file is {@code .tes}, or its name has {@code test}
 * @param divisor of pixels; left out, the data set's own normalisation holds
 * @param shape of one sample, if stated
 */
record RecordedData(String words, boolean testSplit, Optional<Integer> divisor, Optional<ImageShape> shape) {
    private static final Pattern TEST = Pattern.compile("^[^,]*(\\.tes\\b|test)");
    private static final Pattern DIVISOR = Pattern.compile("/\\s*(\\d{1,3})(?!\\d)");
    private static final Pattern SHAPE =
            Pattern.compile("\\[\\s*[Nn]\\s*,\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*]");

    static RecordedData of(String words) {
        Matcher divisor = DIVISOR.matcher(words);
        Matcher shape = SHAPE.matcher(words);
        return new RecordedData(
                words,
                TEST.matcher(words.toLowerCase(Locale.ROOT)).find(),
                divisor.find() ? Optional.of(Integer.parseInt(divisor.group(1))) : Optional.empty(),
                shape.find()
                        ? Optional.of(new ImageShape(
                                Integer.parseInt(shape.group(1)),
                                Integer.parseInt(shape.group(2)),
                                Integer.parseInt(shape.group(3))))
                        : Optional.empty());
    }

    /**
     * The set with the recorded samples as its training split, as the recorded network saw them.
     *
     * @param isNamed whether the user named the set
     * @param problems hears what does not fit
     */
    Dataset applyTo(Dataset data, boolean isNamed, Consumer<String> problems) {
        if (!isNamed && !words.toLowerCase(Locale.ROOT).contains(data.name())) {
            problems.accept("is \"" + words + "\"; allowed without --data: " + data.name()
                    + "; --data names the folder of others");
        } else if (shape.isPresent() && !shape.get().equals(data.shape())) {
            problems.accept(
                    "has inputs of " + shape.get() + "; allowed: " + data.shape() + ", those of " + data.name());
        } else if (divisor.isPresent() && divisor.get() == 0) {
            problems.accept("divides pixels by 0; allowed: 1 and more");
        }
        Normalization normalization = divisor.filter(by -> by > 0)
                .map(by -> Normalization.divide(by, data.shape().channels()))
                .orElse(data.normalization());
        return new Dataset(
                data.name(),
                data.classes(),
                testSplit ? data.test() : data.train(),
                data.test(),
                normalization,
                Augmentation.NONE);
    }
}
