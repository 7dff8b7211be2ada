package io.bitcycle.report.markup;

import io.bitcycle.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of HTML or SVG. Text and attribute values are escaped; attributes keep the order in which they were given, so
 * that the same tree always gives the same characters.
 */
public final class Element {
    /** HTML elements that have no end tag. */
    private static final Set<String> VOID = Set.of("br", "col", "hr", "input", "link", "meta");
    /** SVG elements that are written short when they are empty, which XML and HTML both understand. */
    private static final Set<String> SHORT = Set.of("circle", "line", "path", "polygon", "rect", "use");
    /** Elements whose text HTML does not unescape. */
    /** The space before one. */
    private static final Pattern UNIT = Pattern.compile(
            "(?<=\\d) (?=(%|×|[mukMG]?[Js]|points|bits?|nm|MHz)(?![A-Za-z]))|(?<=\\d [mukMG]?J) (?=s\\b)");

    private static final Set<String> VERBATIM = Set.of("script", "style");

    private final String tag;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String tag) {
        this.tag = tag;
    }

    public static Element of(String tag) {
        return new Element(tag);
    }

    /** An element that holds a text. */
    public static Element of(String tag, String text) {
        return new Element(tag).text(text);
    }

    /** Sets an attribute. */
    public Element with(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /** Sets an attribute that is a number of pixels or a share, to a tenth. */
    public Element with(String name, double value) {
        String text = Figures.fixed(value, 1);
        return with(name, text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
    }

    public Element text(String text) {
        if (VERBATIM.contains(tag) && text.contains("</")) {
            throw new IllegalArgumentException("the text would end the " + tag);
        }
        children.add(text);
        return this;
    }

    public Element add(Element... more) {
        children.addAll(List.of(more));
        return this;
    }

    public Element add(List<Element> more) {
        children.addAll(more);
        return this;
    }

    /** The element and everything in it, on one line unless texts have line ends. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(tag);
        attributes.forEach((name, value) -> out.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        if (children.isEmpty() && SHORT.contains(tag)) {
            out.append("/>");
            return;
        }
        out.append('>');
        if (VOID.contains(tag)) {
            return;
        }
        for (Object child : children) {
            if (child instanceof Element element) {
                element.write(out);
            } else {
                out.append(VERBATIM.contains(tag) ? child : escaped(unbroken(child.toString())));
            }
        }
        out.append("</").append(tag).append('>');
    }

    /** No line ends between a number and its unit. */
    private static String unbroken(String text) {
        return UNIT.matcher(text).replaceAll("\u00a0");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
