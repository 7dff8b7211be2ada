package io.bitcycle.training.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoints of one run in a folder of their own, the newest two of them. A file is: the 8 bytes of {@link #MAGIC}, the
 * format's version, the run's identity as pairs of text, the {@link Checkpoint}, and the SHA-256 of all before it; numbers are
 * big-endian. A file takes its name when it is complete and on disk, so a process that is killed at any moment leaves a
 * whole one; one that is damaged all the same is told from its hash, and the one before it is used.
 */
public final class CheckpointStore {
    private static final byte[] MAGIC = "BITCYCKP".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 3;
    private static final int HASH_BYTES = 32;
    private static final int KEPT = 2;
    private static final String TEMPORARY = ".tmp";
    private static final Pattern NAME = Pattern.compile("\\d{12}\\.checkpoint");

    private final Path folder;
    private final Map<String, String> identity;

    /**
     * @param folder made with the first checkpoint
     * @param identity what must be equal for a run to go on from a checkpoint: seed, hashes of inputs, options
     */
    public CheckpointStore(Path folder, Map<String, String> identity) {
        this.folder = folder;
        this.identity = new TreeMap<>(identity);
    }

    /** Writes a checkpoint, then removes all but the newest two. */
    public void save(Checkpoint checkpoint) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(
                String.format("%012d.checkpoint", checkpoint.iterations().size()));
        Path temporary = folder.resolve(file.getFileName() + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(encode(checkpoint));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        removeBeyond(KEPT);
    }

    /**
     * The newest checkpoint that is whole; empty when there is none.
     *
     * @param warnings hears of damaged ones
     * @throws ForeignCheckpointException when it is of a run with other inputs or options, naming what differs
     */
    public Optional<Checkpoint> latest(Consumer<String> warnings) throws IOException {
        List<Path> files = newestFirst();
        for (int i = 0; i < files.size(); i++) {
            try {
                return Optional.of(decode(Files.readAllBytes(files.get(i)), files.get(i)));
            } catch (DamagedException damaged) {
                warnings.accept(files.get(i) + ": is damaged (" + damaged.getMessage() + "); "
                        + (i + 1 < files.size() ? "the one before it is used" : "there is none before it"));
            }
        }
        return Optional.empty();
    }

    /** Whether there is any checkpoint, damaged or not. */
    public boolean isEmpty() throws IOException {
        return newestFirst().isEmpty();
    }

    /** Removes all but the newest, and what killed processes left half written: the run is complete. */
    public void keepLast() throws IOException {
        removeBeyond(1);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, "*.checkpoint" + TEMPORARY)) {
                for (Path file : unfinished) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Forgets all checkpoints of an earlier run. */
    public void clear() throws IOException {
        removeBeyond(0);
    }

    /** The folder. */
    @Override
    public String toString() {
        return folder.toString();
    }

    private void removeBeyond(int kept) throws IOException {
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(kept, files.size()), files.size())) {
            Files.delete(old);
        }
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Collections.reverseOrder())
                    .toList();
        }
    }

    private byte[] encode(Checkpoint checkpoint) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(identity.size());
        for (Map.Entry<String, String> entry : identity.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
        RecordCodec.write(out, Checkpoint.class, checkpoint);
        out.write(sha256(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private Checkpoint decode(byte[] bytes, Path file) throws DamagedException {
        int content = bytes.length - HASH_BYTES;
        if (content < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw new DamagedException("it does not start as a checkpoint does");
        }
        if (!Arrays.equals(sha256(bytes, content), Arrays.copyOfRange(bytes, content, bytes.length))) {
            throw new DamagedException("its SHA-256 is not that of its content");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, content - MAGIC.length));
        try {
            int version = in.readInt();
            if (version != VERSION) {
                throw new ForeignCheckpointException(
                        file + ": has format version " + version + "; this build reads version " + VERSION);
            }
            Map<String, String> saved = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                saved.put(in.readUTF(), in.readUTF());
            }
            requireSame(saved, file);
            return (Checkpoint) RecordCodec.read(in, Checkpoint.class);
        } catch (IOException e) {
            throw new DamagedException(e.getMessage());
        }
    }

    private void requireSame(Map<String, String> saved, Path file) {
        Map<String, String> all = new TreeMap<>(saved);
        all.putAll(identity);
        String differences = all.keySet().stream()
                .filter(key -> !identity.getOrDefault(key, "").equals(saved.getOrDefault(key, "")))
                .map(key -> key + " was " + saved.getOrDefault(key, "not given") + " and is "
                        + identity.getOrDefault(key, "not given"))
                .collect(Collectors.joining("; "));
        if (!differences.isEmpty()) {
            throw new ForeignCheckpointException(file + ": is of another run: " + differences);
        }
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }
}
