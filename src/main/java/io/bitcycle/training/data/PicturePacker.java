package io.bitcycle.training.data;

import io.bitcycle.json.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/** Makes {@link PackedFile}s of a set of pictures, decoding on several threads; the bytes are the same on any number. */
public final class PicturePacker {
    /** Names of the two files, under which a set is found. */
    public static final String TRAINING = "train.pictures";

    public static final String VALIDATION = "val.pictures";

    /** Pictures that are decoded ahead of the one that is written, per thread. */
    private static final int AHEAD = 4;

    private final PictureSet set;
    private final int shorterSide;
    private final int threads;

    /**
     * Plans to pack a set.
     *
     * @param shorterSide pixels that longer shorter sides are reduced to, in proportion; 0 for none
     * @throws IllegalArgumentException when it is no set of pictures in files of their own
     */
    public PicturePacker(TrainingData data, int shorterSide, int threads) {
        if (!(data instanceof PictureSet pictures) || !(pictures.train() instanceof ImageFiles)) {
            throw new IllegalArgumentException("is no folder of pictures");
        }
        this.set = pictures;
        this.shorterSide = shorterSide;
        this.threads = threads;
    }

    /** Pictures of both splits. */
    public long pictures() {
        return (long) set.train().size() + set.validation().size();
    }

    /**
     * Packs the training split.
     *
     * @param file does not exist yet
     * @param done hears how many pictures are packed
     * @return bytes of the file
     * @throws BadInputException when a picture cannot be decoded
     */
    public long packTraining(Path file, LongConsumer done) throws IOException {
        return pack(set.train(), file, done);
    }

    /** Packs the split that evaluation uses, likewise, after the other: {@code done} hears of the pictures of both. */
    public long packValidation(Path file, LongConsumer done) throws IOException {
        return pack(set.validation(), file, count -> done.accept(set.train().size() + count));
    }

    private long pack(PictureSource pictures, Path file, LongConsumer done) throws IOException {
        List<PackedFile.Entry> entries = new ArrayList<>();
        Queue<CompletableFuture<RgbImage>> ahead = new ArrayDeque<>();
        ExecutorService decoders = Executors.newFixedThreadPool(threads);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // The header takes its place when all is known that it says.
            long at = headerBytes(pictures.size());
            int started = 0;
            for (int i = 0; i < pictures.size(); i++) {
                for (; started < Math.min(pictures.size(), i + AHEAD * threads); started++) {
                    int index = started;
                    ahead.add(CompletableFuture.supplyAsync(() -> reduced(pictures.read(index)), decoders));
                }
                RgbImage image = decoded(ahead.remove());
                entries.add(new PackedFile.Entry(
                        pictures.label(i), image.width(), image.height(), PackedFile.checksum(image.planes())));
                write(channel, ByteBuffer.wrap(image.planes()), at);
                at += image.planes().length;
                done.accept(i + 1);
            }
            write(channel, ByteBuffer.wrap(PackedFile.encode(shorterSide, set.classNames(), entries)), 0);
            return at;
        } finally {
            decoders.shutdownNow();
        }
    }

    private long headerBytes(int pictures) throws IOException {
        PackedFile.Entry blank = new PackedFile.Entry(0, 0, 0, 0);
        return PackedFile.encode(shorterSide, set.classNames(), Collections.nCopies(pictures, blank)).length;
    }

    private RgbImage reduced(RgbImage image) {
        boolean fits = shorterSide == 0 || Math.min(image.width(), image.height()) <= shorterSide;
        return fits ? image : image.withShorterSide(shorterSide);
    }

    private static RgbImage decoded(CompletableFuture<RgbImage> image) {
        try {
            return image.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }
}
