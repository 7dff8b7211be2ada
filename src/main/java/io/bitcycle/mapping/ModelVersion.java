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
 * Parts of the program as they were compiled: sums over their classes. Two builds of the same version give the same results;
 * nobody has to remember to raise a number.
 */
public final class ModelVersion {
    /** Classes that decide what a mapping is and takes. */
    private static final String CURRENT = of(List.of("io/bitcycle/mapping/", "io/bitcycle/hardware/"));

    private ModelVersion() {}

    /** That of arrays and memories. */
    static String current() {
        return CURRENT;
    }

    /** @param folders of classes, e.g. {@code io/bitcycle/mapping/} */
    public static String of(List<String> folders) {
        try {
            Path code = Path.of(ModelVersion.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<String> sums = Files.isDirectory(code) ? ofFolder(code, folders) : ofJar(code, folders);
            Collections.sort(sums);
            return String.join("\n", sums);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ofJar(Path jar, List<String> folders) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> sums = new ArrayList<>();
            zip.stream()
                    .filter(entry -> isOf(entry.getName(), folders))
                    .forEach(entry -> sums.add(entry.getName() + " " + entry.getCrc()));
            return sums;
        }
    }

    private static List<String> ofFolder(Path classes, List<String> folders) throws IOException {
        List<String> sums = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(classes.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    if (isOf(name, folders)) {
                        CRC32 crc = new CRC32();
                        crc.update(Files.readAllBytes(file));
                        sums.add(name + " " + crc.getValue());
                    }
                }
            }
        }
        return sums;
    }

    private static boolean isOf(String name, List<String> folders) {
        return name.endsWith(".class") && folders.stream().anyMatch(name::startsWith);
    }
}
