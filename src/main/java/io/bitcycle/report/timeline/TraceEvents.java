package io.bitcycle.report.timeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.report.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Timelines in the Trace Event Format of Chrome's {@code about:tracing}, which Perfetto reads too: a process per timeline, a
 * thread per track, complete events ({@code "ph": "X"}) in microseconds to whole nanoseconds. Cycles stand in the arguments.
 */
public final class TraceEvents {
    private static final int NANOSECONDS = 3;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TraceEvents() {}

    /** The file's lines, an event each. */
    public static List<String> lines(List<Timeline> timelines) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < timelines.size(); i++) {
            int process = i + 1;
            Timeline timeline = timelines.get(i);
            events.add(named(process, 0, "process_name", timeline.name()).toString());
            for (Track track : Track.values()) {
                events.add(named(process, track.number(), "thread_name", track.title())
                        .toString());
                ObjectNode order = event(process, track.number(), "thread_sort_index");
                order.putObject("args").put("sort_index", track.number());
                events.add(order.toString());
            }
            timeline.spans()
                    .forEach(
                            span -> events.add(complete(process, span, timeline).toString()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("{\"displayTimeUnit\":\"ns\",\"otherData\":" + about(timelines) + ",\"traceEvents\":[");
        for (int i = 0; i < events.size(); i++) {
            lines.add(events.get(i) + (i + 1 < events.size() ? "," : ""));
        }
        lines.add("]}");
        return lines;
    }

    private static ObjectNode about(List<Timeline> timelines) {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("hwconfig", timelines.get(0).hardware().name());
        about.put("clock_mhz", clock(timelines.get(0)));
        about.put("tiles_drawn_as_one_above", Timeline.MOST_TILES);
        ObjectNode cycles = about.putObject("cycles");
        timelines.forEach(timeline -> cycles.put(timeline.name(), timeline.cycles()));
        return about;
    }

    private static ObjectNode event(int process, int thread, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ph", "M")
                .put("pid", process)
                .put("tid", thread)
                .put("name", name);
    }

    private static ObjectNode named(int process, int thread, String kind, String name) {
        ObjectNode event = event(process, thread, kind);
        event.putObject("args").put("name", name);
        return event;
    }

    private static ObjectNode complete(int process, Timeline.Span span, Timeline timeline) {
        BigDecimal from = microseconds(span.from(), timeline);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("ph", "X")
                .put("pid", process)
                .put("tid", span.track().number())
                .put("ts", from)
                .put("dur", microseconds(span.to(), timeline).subtract(from))
                .put("name", span.name())
                .put("cat", span.track().title());
        ObjectNode args = event.putObject("args");
        span.args().forEach((name, value) -> args.set(name, MAPPER.valueToTree(value)));
        args.put("cycle", span.from());
        args.put("cycles", span.to() - span.from());
        return event;
    }

    /** Ends are rounded as beginnings are, so that what follows without a gap does so in the file as well. */
    private static BigDecimal microseconds(long cycles, Timeline timeline) {
        return BigDecimal.valueOf(cycles).divide(clock(timeline), NANOSECONDS, RoundingMode.HALF_UP);
    }

    private static BigDecimal clock(Timeline timeline) {
        return new BigDecimal(Figures.exact(timeline.hardware().technology().clockMhz()));
    }
}
