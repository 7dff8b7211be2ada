package io.bitcycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the pages lead to files and headings that exist, and README leads to every page. */
class DocumentedLinksTest {
    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.toAbsolutePath().resolveSibling(link.group(1)).normalize();
                boolean good = Files.exists(target)
                        && (link.group(2) == null || anchors(target).contains(link.group(2)));
                if (!good) {
                    broken.add(page + ": " + link.group());
                }
                links++;
            }
        }
        assertTrue(links > 50, links + " links");
        assertEquals(List.of(), broken);
    }

    @Test
    void readmeLeadsToEveryPage() throws IOException {
        String readme = Files.readString(README);
        assertEquals(
                List.of(),
                pages().stream()
                        .filter(page -> page.startsWith("docs"))
                        .map(page -> page.toString().replace('\\', '/'))
                        .filter(page -> !readme.contains("(" + page))
                        .toList());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(README, Path.of("CONTRIBUTING.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    /** As GitHub makes them of headings: lower case, no punctuation, hyphens for blanks. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
