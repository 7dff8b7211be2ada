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
 *
 * <p>Perfetto takes a thread whose number is its process's for the main one, has a meaning of its own for number 0, and drops
 * events that overlap another of the thread by a nanosecond, after it has cut binary64 microseconds x 1000 to integers (its
 * {@code importers/json/json_parser.h}, {@code CoerceToTs}, and {@code importers/common/slice_tracker.cc}, 2026). Hence the
 * numbers of threads, and {@link #microseconds}.
 */
public final class TraceEvents {
    /** More than there are tracks. */
    private static final int THREADS = 10;

    private static final double NANOSECONDS = 1000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TraceEvents() {}

    /** The file's lines, an event each. */
    public static List<String> lines(List<Timeline> timelines) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < timelines.size(); i++) {
            int process = i + 1;
            Timeline timeline = timelines.get(i);
            events.add(
                    named(process, Track.ARRAY, "process_name", timeline.name()).toString());
            for (Track track : Track.values()) {
                events.add(named(process, track, "thread_name", track.title()).toString());
                ObjectNode order = event(process, track, "thread_sort_index");
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

    private static int thread(int process, Track track) {
        return THREADS * process + track.number();
    }

    private static ObjectNode event(int process, Track track, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ph", "M")
                .put("pid", process)
                .put("tid", thread(process, track))
                .put("name", name);
    }

    private static ObjectNode named(int process, Track track, String kind, String name) {
        ObjectNode event = event(process, track, kind);
        event.putObject("args").put("name", name);
        return event;
    }

    private static ObjectNode complete(int process, Timeline.Span span, Timeline timeline) {
        long from = nanoseconds(span.from(), timeline);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("ph", "X")
                .put("pid", process)
                .put("tid", thread(process, span.track()))
                .put("ts", microseconds(from))
                .put("dur", microseconds(nanoseconds(span.to(), timeline) - from))
                .put("name", span.name())
                .put("cat", span.track().title());
        ObjectNode args = event.putObject("args");
        span.args().forEach((name, value) -> args.set(name, MAPPER.valueToTree(value)));
        args.put("cycle", span.from());
        args.put("cycles", span.to() - span.from());
        return event;
    }

    /** Ends are rounded as beginnings are, so that what follows without a gap does so in the file as well. */
    private static long nanoseconds(long cycles, Timeline timeline) {
        return BigDecimal.valueOf(cycles)
                .movePointRight(3)
                .divide(clock(timeline), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** The least binary64 that is not below, and that comes back as the same nanoseconds when it is multiplied and cut. */
    static BigDecimal microseconds(long nanoseconds) {
        double value = nanoseconds / NANOSECONDS;
        while ((long) (value * NANOSECONDS) < nanoseconds) {
            value = Math.nextUp(value);
        }
        return new BigDecimal(Figures.exact(value)).stripTrailingZeros();
    }

    private static BigDecimal clock(Timeline timeline) {
        return new BigDecimal(Figures.exact(timeline.hardware().technology().clockMhz()));
    }
}
