package io.bitcycle.training.data;

import io.bitcycle.json.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Token files as Penn Treebank in Mikolov's preprocessing ({@code ptb.train.txt}, {@code ptb.valid.txt}) and WikiText
 * ({@code wiki.train.tokens}, {@code wiki.valid.tokens}) come, gzipped or not. The vocabulary is that of the training text.
 */
final class TextFormat implements DatasetFormat {
    private static final Pattern TRAIN = Pattern.compile("(.*[.-])?train\\.(txt|tokens)(\\.gz)?");
    private static final Pattern ANY = Pattern.compile("(.*[.-])?(train|valid)\\.(txt|tokens)(\\.gz)?");

    @Override
    public String name() {
        return "text";
    }

    @Override
    public String files() {
        return "train.txt, valid.txt, or with .tokens, with or without a name before and .gz after";
    }

    @Override
    public boolean recognizes(DataFolder folder) {
        return !folder.matching(ANY).isEmpty();
    }

    @Override
    public Optional<Corpus> read(DataFolder folder, Problems problems) {
        List<Path> training = folder.matching(TRAIN);
        if (training.size() != 1) {
            folder.problem(
                    problems,
                    training.isEmpty()
                            ? "has a validation text but no training text; allowed: " + files()
                            : "has several training texts: "
                                    + String.join(
                                            ", ",
                                            training.stream()
                                                    .map(TextFormat::name)
                                                    .toList())
                                    + "; allowed: one");
            return Optional.empty();
        }
        String name = name(training.get(0));
        int at = name.lastIndexOf("train");
        String prefix = name.substring(0, at) + "valid";
        String plain = prefix + name.substring(at + "train".length()).replaceFirst("\\.gz$", "");
        Vocabulary vocabulary = new Vocabulary();
        Optional<Path> validationFile = folder.firstOf(problems, plain, plain + ".gz");
        Optional<WordNumbers> train = TextReader.training(training.get(0), vocabulary, problems);
        if (train.isEmpty() || validationFile.isEmpty()) {
            return Optional.empty();
        }
        int[] rank = vocabulary.rank();
        train.get().replaceAll(number -> rank[number]);
        return TextReader.other(validationFile.get(), vocabulary, problems)
                .map(validation -> new Corpus(folder.name(), vocabulary, train.get(), validation));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
