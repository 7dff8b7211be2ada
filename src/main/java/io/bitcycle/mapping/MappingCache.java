package io.bitcycle.mapping;

import io.bitcycle.file.WholeFile;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.workload.MatrixOp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Searched mappings of earlier runs, in a folder: a file per hwconfig, named by a hash of all that a mapping depends on, the
 * hwconfig's values and {@link ModelVersion the program itself} alike. What is found there is what a search would find.
 *
 * <p>Any number of processes may share a folder: a file gets its name when it is complete, with what it held before; of two
 * that are written at the same time one stays, and the other's mappings are searched again some day. A file that is damaged,
 * or a folder that cannot be used, is told of and otherwise as if it were not there.
 */
public final class MappingCache {
    private static final String PREFIX = "mappings-";
    private static final String ENDING = ".csv";
    private static final String SUM = "crc32 ";
    /** Some 50,000 mappings. */
    private static final long LARGEST_FILE_BYTES = 8 << 20;

    private static final int MOST_FILES = 1000;

    private final Path folder;
    private final Consumer<String> messages;

    /**
     * A cache in a folder, which is made when the first mapping is kept.
     *
     * @param messages receives what the user should know
     */
    public MappingCache(Path folder, Consumer<String> messages) {
        this.folder = folder;
        this.messages = messages;
    }

    /** The folder that the environment names: {@code BITCYCLE_CACHE}, or {@code bitcycle} among the user's caches. */
    public static Path folder(Map<String, String> environment, String userHome) {
        String own = environment.getOrDefault("BITCYCLE_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (caches.isEmpty() ? Path.of(userHome, ".cache") : Path.of(caches)).resolve("bitcycle");
    }

    /** What is known for a hwconfig: shapes and their mappings. */
    Map<MatrixOp, Mapper.Mapped> load(HardwareConfig hardware) {
        Path file = file(hardware);
        try {
            return lines(file).stream()
                    .map(MappingLine::parse)
                    .collect(Collectors.toMap(MappingLine::op, line -> line.mapped(hardware), (first, again) -> first));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            messages.accept("mapping cache " + file + ": cannot be read and is not used: " + reason(e));
        } catch (IllegalArgumentException e) {
            messages.accept("mapping cache " + file + ": is damaged and not used; it will be written anew");
        }
        return Map.of();
    }

    /** Adds mappings to what the file holds by now. */
    void save(HardwareConfig hardware, Map<MatrixOp, Mapper.Mapped> mappings) {
        Path file = file(hardware);
        try {
            Files.createDirectories(folder);
            TreeSet<String> lines = new TreeSet<>();
            mappings.forEach(
                    (op, mapped) -> lines.add(MappingLine.of(op, mapped).text()));
            lines.addAll(linesIfSound(file));
            write(file, new ArrayList<>(lines));
            removeOldest();
        } catch (IOException e) {
            messages.accept("mapping cache " + folder + ": cannot be written, mappings are not kept: " + reason(e));
        }
    }

    /** Forgets all mappings of all hwconfigs. */
    public void clear() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            messages.accept("mapping cache " + folder + ": cannot be cleared: " + reason(e));
        }
    }

    private static List<String> linesIfSound(Path file) throws IOException {
        try {
            return lines(file);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** @throws IllegalArgumentException when the file is not as it was written */
    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw new IllegalArgumentException("too large");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(SUM);
        if (end < 0 || !text.substring(end).equals(sum(text.substring(0, end)))) {
            throw new IllegalArgumentException("sum differs");
        }
        return text.substring(0, end).lines().toList();
    }

    private static void write(Path file, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (text.length() + line.length() < LARGEST_FILE_BYTES / 2) {
                text.append(line).append('\n');
            }
        }
        text.append(sum(text.toString()));
        WholeFile.write(file, temporary -> Files.writeString(temporary, text, StandardCharsets.ISO_8859_1));
    }

    private static String sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return SUM + Long.toHexString(crc.getValue()) + "\n";
    }

    private void removeOldest() throws IOException {
        List<Path> files = files();
        if (files.size() > MOST_FILES) {
            files.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
            for (Path file : files.subList(0, files.size() - MOST_FILES / 2)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private Path file(HardwareConfig hardware) {
        ArrayConfig array = hardware.array();
        String key = String.join(
                "\n",
                ModelVersion.current(),
                array.mac().family().name(),
                array.withMac(array.mac().withFamily(null)).toString(),
                hardware.buffers().toString(),
                hardware.dram().toString(),
                hardware.mapping().toString(),
                hardware.energy().toString());
        return folder.resolve(PREFIX + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ENDING);
    }

    private static String reason(IOException e) {
        boolean plain = e instanceof FileSystemException file && file.getReason() != null;
        return plain ? ((FileSystemException) e).getReason() : e.getClass().getSimpleName();
    }
}
