package io.bitcycle.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * The model of arrays and memories as it was compiled: sums over its classes. Two builds of the same version have the same
 * mappings; nobody has to remember to raise a number.
 */
final class ModelVersion {
    /** Classes that decide what a mapping is and takes. */
    private static final List<String> FOLDERS = List.of("io/bitcycle/mapping/", "io/bitcycle/hardware/");

    private static final String CURRENT = read();

    private ModelVersion() {}

    static String current() {
        return CURRENT;
    }

    private static String read() {
        try {
            Path code = Path.of(ModelVersion.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<String> sums = Files.isDirectory(code) ? ofFolder(code) : ofJar(code);
            Collections.sort(sums);
            return String.join("\n", sums);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ofJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> sums = new ArrayList<>();
            zip.stream()
                    .filter(entry -> isModel(entry.getName()))
                    .forEach(entry -> sums.add(entry.getName() + " " + entry.getCrc()));
            return sums;
        }
    }

    private static List<String> ofFolder(Path classes) throws IOException {
        List<String> sums = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(classes.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    if (isModel(name)) {
                        CRC32 crc = new CRC32();
                        crc.update(Files.readAllBytes(file));
                        sums.add(name + " " + crc.getValue());
                    }
                }
            }
        }
        return sums;
    }

    private static boolean isModel(String name) {
        return name.endsWith(".class") && FOLDERS.stream().anyMatch(name::startsWith);
    }
}
