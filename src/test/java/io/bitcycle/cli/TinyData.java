package io.bitcycle.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Data sets so small that a process which learns from them is mostly its own start. */
final class TinyData {
    private static final int SIDE = 8;
    private static final int CLASSES = 10;

    private TinyData() {}

    /** Images of 8 x 8 in ten classes, as {@code golden/tiny-optdigits} takes them, in the files of MNIST. */
    static Path images(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(1);
        writeImages(folder, "train", 48, random);
        writeImages(folder, "t10k", 16, random);
        return folder;
    }

    private static void writeImages(Path folder, String split, int count, Random random) throws IOException {
        try (DataOutputStream images =
                        new DataOutputStream(Files.newOutputStream(folder.resolve(split + "-images-idx3-ubyte")));
                DataOutputStream labels =
                        new DataOutputStream(Files.newOutputStream(folder.resolve(split + "-labels-idx1-ubyte")))) {
            images.writeInt(0x803);
            images.writeInt(count);
            images.writeInt(SIDE);
            images.writeInt(SIDE);
            labels.writeInt(0x801);
            labels.writeInt(count);
            for (int i = 0; i < count; i++) {
                int label = i % CLASSES;
                labels.writeByte(label);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    images.writeByte((pixel % CLASSES == label ? 128 : 0) + random.nextInt(128));
                }
            }
        }
    }

    /** A text of six words and the end of a line in {@code train.txt} and {@code valid.txt}, and a network for it in {@code net.json}. */
    static Path text(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(2);
        Files.writeString(folder.resolve("train.txt"), words(200, random));
        Files.writeString(folder.resolve("valid.txt"), words(40, random));
        Files.writeString(folder.resolve("net.json"), """
                {"name": "tiny-text", "source": "test", "input": {"tokens": 4}, "classes": 7,
                 "layers": [{"type": "embedding", "vocabulary": 7, "features": 4}, {"type": "dropout", "share": 0.1},
                            {"type": "lstm", "hidden": 4}, {"type": "linear", "out": 7, "quantized": true}],
                 "training": {"batch": 4, "epochs": 1, "optimizer": "adam", "learning_rate": 0.01, "weight_decay": 0,
                              "learning_rate_schedule": "constant"}}
                """);
        return folder;
    }

    private static String words(int count, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("abcdef".charAt(random.nextInt(6))).append(i % 10 == 9 ? '\n' : ' ');
        }
        return text.toString();
    }
}
