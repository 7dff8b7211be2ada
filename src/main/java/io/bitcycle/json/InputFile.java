package io.bitcycle.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files that people name, with a limit on their size. */
public final class InputFile {
    /** Enough for a network of 100,000 layers; stops a wrong file before it fills the memory. */
    public static final int LARGEST_TEXT_BYTES = 16 << 20;

    private InputFile() {}

    /**
     * The whole text, without its byte order mark.
     *
     * @param format what the file should hold, e.g. {@code JSON}
     * @return empty after reporting a problem
     */
    public static Optional<String> text(Path file, String format, Problems problems) {
        Position whole = Position.of(file.toString());
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_TEXT_BYTES + 1);
        } catch (IOException e) {
            problems.add(whole, "", unreadable(file, format, e));
            return Optional.empty();
        }
        if (bytes.length > LARGEST_TEXT_BYTES) {
            problems.add(whole, "", "is too large; allowed: at most " + (LARGEST_TEXT_BYTES >> 20) + " MiB");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(whole, "", "is not UTF-8 text; allowed: " + format + " in UTF-8");
            return Optional.empty();
        }
    }

    /** Why a file could not be read, for a problem. */
    public static String unreadable(Path file, String format, IOException thrown) {
        if (thrown instanceof NoSuchFileException) {
            return "no such file";
        }
        return Files.isDirectory(file) ? "is a directory; allowed: a " + format + " file" : "cannot be read";
    }
}
