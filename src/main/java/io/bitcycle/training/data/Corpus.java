package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.workload.NetworkSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text to learn a language model from: a training and a validation text in numbers of one vocabulary. */
public final class Corpus implements TrainingData {
    private final String name;
    private final Vocabulary vocabulary;
    private final WordNumbers train;
    private final WordNumbers validation;
    private String sha256;

    Corpus(String name, Vocabulary vocabulary, WordNumbers train, WordNumbers validation) {
        this.name = name;
        this.vocabulary = vocabulary;
        this.train = train;
        this.validation = validation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int classes() {
        return vocabulary.size();
    }

    WordNumbers train() {
        return train;
    }

    WordNumbers validation() {
        return validation;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public boolean fits(NetworkSpec network) {
        return network.input().tokens() > 1 && network.input().features() == 1 && network.classes() == classes();
    }

    @Override
    public String describe() {
        return "sequences of words out of " + classes();
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String evaluated() {
        return "validation";
    }

    @Override
    public int trainingSize() {
        return train.size();
    }

    @Override
    public int evaluationSize() {
        return validation.size();
    }

    @Override
    public Corpus withFirstTraining(int count) {
        return new Corpus(name, vocabulary, train.first(count), validation);
    }

    /** Sequences of whole length: what is left at the end of an epoch is not trained on. */
    @Override
    public BatchSource trainingBatches(int batch, NetworkSpec network, CounterRandom random) {
        return new TextBatches(train, batch, network.input().tokens(), false);
    }

    /** All words but the first of each stream are predicted. */
    @Override
    public BatchSource evaluationBatches(int batch, NetworkSpec network) {
        return new TextBatches(validation, batch, network.input().tokens(), true);
    }

    /**
     * SHA-256, in hex: the number of words in the vocabulary, then each word's length in bytes and bytes; the words of the
     * training text and their numbers, of the validation text likewise. Numbers are big-endian, of 32 bits.
     */
    @Override
    public synchronized String sha256() {
        if (sha256 == null) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(bigEndian(vocabulary.size()));
                for (int word = 0; word < vocabulary.size(); word++) {
                    digest.update(bigEndian(vocabulary.bytes(word).length));
                    digest.update(vocabulary.bytes(word));
                }
                digest(train, digest);
                digest(validation, digest);
                sha256 = HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
        return sha256;
    }

    private static void digest(WordNumbers text, MessageDigest digest) {
        digest.update(bigEndian(text.size()));
        for (int i = 0; i < text.size(); i++) {
            digest.update(bigEndian(text.get(i)));
        }
    }

    private static byte[] bigEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
