package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/importers.md print what the page says; {@code …} stands for the rest. */
class DocumentedImportsTest {
    private static final String PROMPT = "$ ./bitcycle ";

    @TempDir
    private Path folder;

    @Test
    void commandsPrintWhatThePageSays() throws IOException {
        List<String> page = Files.readAllLines(Path.of("docs/importers.md"));
        int commands = 0;
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).startsWith(PROMPT)) {
                List<String> printed = new ArrayList<>();
                int next = i + 1;
                while (!page.get(next).startsWith("$ ") && !page.get(next).startsWith("```")) {
                    printed.add(page.get(next++));
                }
                check(page.get(i).substring(PROMPT.length()), printed);
                commands++;
            }
        }
        assertTrue(commands >= 4, commands + " commands");
    }

    private void check(String line, List<String> documented) {
        String runs = folder + "/";
        CommandRun run = CommandRun.line(line.replace("runs/", runs));
        assertEquals(0, run.exitCode(), run.err());
        List<String> printed = new ArrayList<>(run.errLines());
        run.out().lines().forEach(printed::add);
        printed.replaceAll(text -> text.replace(runs, "runs/"));
        int known = documented.indexOf("…");
        assertEquals(
                known < 0 ? documented : documented.subList(0, known),
                known < 0 ? printed : printed.subList(0, known),
                line);
    }
}
