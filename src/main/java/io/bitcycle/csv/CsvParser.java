package io.bitcycle.csv;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into records and cells after RFC 4180: commas, optional double quotes, lines that end in LF or CR LF. Lines
 * without any character are passed over.
 */
final class CsvParser {
    /**
     * A line of cells.
     *
     * @param line of its first character, from 1
     * @param columns of the first character of each cell, from 1
     */
    record Line(int line, List<String> cells, List<Integer> columns) {}

    private final String origin;
    private final String text;
    private final Problems problems;
    private int at;
    private int line = 1;
    private int lineStart;

    CsvParser(String origin, String text, Problems problems) {
        this.origin = origin;
        this.text = text;
        this.problems = problems;
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        while (at < text.length()) {
            if (atLineEnd()) {
                skipLineEnd();
            } else {
                lines.add(record());
            }
        }
        return lines;
    }

    private Line record() {
        int started = line;
        List<String> cells = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        while (true) {
            columns.add(at - lineStart + 1);
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else {
                skipLineEnd();
                return new Line(started, cells, columns);
            }
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !atLineEnd()) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        Position opened = new Position(origin, line, at - lineStart + 1);
        StringBuilder cell = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else if (c == '"') {
                String behind = plain();
                if (!behind.isEmpty()) {
                    problems.add(opened, "", "has characters behind its closing quote; allowed: a comma or a line end");
                }
                return cell.toString();
            } else {
                cell.append(c);
                if (c == '\n') {
                    line++;
                    lineStart = at;
                }
            }
        }
        problems.add(opened, "", "opens a quote that is never closed");
        return cell.toString();
    }

    private boolean atLineEnd() {
        return text.charAt(at) == '\n' || text.startsWith("\r\n", at);
    }

    private void skipLineEnd() {
        if (at < text.length()) {
            at += text.charAt(at) == '\r' ? 2 : 1;
            line++;
            lineStart = at;
        }
    }
}
