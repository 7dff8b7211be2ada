package io.bitcycle.hardware.scalesim;

import io.bitcycle.json.InputFile;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file of sections and keys as Python's {@code configparser} reads it: {@code key = value} or {@code key: value}, the case
 * of keys means nothing, lines that start with # or ; are comments. Values that go on over several lines are refused.
 *
 * @param entries by section and key in lower case, e.g. {@code general.run_name}, in the file's order
 */
record IniFile(Map<String, Entry> entries) {
    private static final int MOST_ENTRIES = 1000;

    /** A key as written, its value and where it stands. */
    record Entry(String key, String value, Position position) {}

    static Optional<IniFile> read(Path file, Problems problems) {
        return InputFile.text(file, "a SCALE-Sim configuration", problems)
                .flatMap(text -> parse(file.toString(), text, problems));
    }

    private static Optional<IniFile> parse(String file, String text, Problems problems) {
        int before = problems.count();
        Map<String, Entry> entries = new LinkedHashMap<>();
        String section = null;
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String content = line.strip();
            Position position = new Position(
                    file, number, line.length() - line.stripLeading().length() + 1);
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (content.startsWith("[") && content.endsWith("]")) {
                section = content.substring(1, content.length() - 1).strip().toLowerCase(Locale.ROOT);
                continue;
            }
            int delimiter = content.replace(':', '=').indexOf('=');
            if (delimiter <= 0 || section == null) {
                problems.add(
                        position,
                        "",
                        "is " + Quoted.of(content) + (section == null ? " before any section" : "")
                                + "; allowed: [section], then key = value or key: value");
                return Optional.empty();
            }
            String key = content.substring(0, delimiter).strip();
            Entry entry = new Entry(key, content.substring(delimiter + 1).strip(), position);
            Entry first = entries.putIfAbsent(section + "." + key.toLowerCase(Locale.ROOT), entry);
            if (first != null) {
                problems.add(position, section + "." + key, "is given twice, first at " + first.position());
            }
            if (entries.size() > MOST_ENTRIES) {
                problems.add(position, "", "is key " + entries.size() + "; allowed: at most " + MOST_ENTRIES);
                return Optional.empty();
            }
        }
        return problems.count() == before ? Optional.of(new IniFile(entries)) : Optional.empty();
    }
}
