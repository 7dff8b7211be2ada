package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import io.bitcycle.training.landscape.Landscape;
import java.util.List;

/** A loss landscape: at the left the loss along two directions, at the right that of the plane they span. */
public final class LandscapeChart {
    public static final double WIDTH = 740;
    public static final double HEIGHT = 344;
    private static final double LEFT = 56;
    private static final double MIDDLE = 380;
    private static final double RIGHT = 640;
    private static final double TOP = 60;
    private static final double BOTTOM = 292;
    /** From the least loss to the greatest: Viridis (van der Walt and Smith, 2015) at equal steps, colour-blind safe. */
    private static final List<String> LEVELS =
            List.of("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725");

    /**
     * What is drawn.
     *
     * @param least loss that the colours and the axis begin with
     * @param most loss that the colours end with: the same in pictures to compare
     * @param mostAlong loss that the axis ends with, likewise
     */
    public record Data(String name, Landscape landscape, double least, double most, double mostAlong) {}

    private LandscapeChart() {}

    public static Element picture(Data data) {
        double radius = data.landscape().distances()[data.landscape().distances().length - 1];
        double[] first = data.landscape().lines()[0];
        Element picture = Picture.of(
                WIDTH,
                HEIGHT,
                "Loss around the trained weights of " + data.name(),
                "Loss " + Figures.fixed(first[first.length / 2], 3) + " at the weights, "
                        + Figures.fixed(first[0], 3) + " and " + Figures.fixed(first[first.length - 1], 3)
                        + " at distances " + Figures.exact(-radius) + " and " + Figures.exact(radius)
                        + " along the first direction.");
        picture.add(Frame.text(8, 18, "start", "Loss around the trained weights of " + data.name())
                .with("font-weight", "bold"));
        lines(picture, data, radius);
        plane(picture, data, radius);
        return picture;
    }

    private static void lines(Element picture, Data data, double radius) {
        Frame frame = new Frame(
                Scale.linear(-radius, radius, LEFT, MIDDLE - 70),
                Scale.linear(data.least(), data.mostAlong(), BOTTOM, TOP));
        frame.rows(picture, frame.y().ticks(5), value -> Figures.fixed(value, 2));
        frame.columns(picture, frame.x().ticks(4), LandscapeChart::distance);
        frame.names(picture, "distance along a direction", "loss");
        for (int direction = 0; direction < 2; direction++) {
            double[] loss = data.landscape().lines()[direction];
            StringBuilder path = new StringBuilder();
            for (int i = 0; i < loss.length; i++) {
                path.append(i == 0 ? 'M' : 'L')
                        .append(Frame.at(frame.x().pixel(data.landscape().distances()[i])))
                        .append(' ')
                        .append(Frame.at(frame.y().pixel(loss[i])));
            }
            picture.add(
                    stroke(path.toString(), direction),
                    stroke("M" + Frame.at(LEFT + 90 + direction * 80) + " 40h22", direction),
                    Frame.text(LEFT + 116 + direction * 80, 44, "start", direction == 0 ? "first" : "second"));
        }
    }

    private static Element stroke(String path, int direction) {
        return Palette.stroke(Element.of("path").with("d", path), direction)
                .with("stroke-width", "1.8")
                .with("stroke-dasharray", direction == 0 ? "none" : "7 3");
    }

    private static void plane(Element picture, Data data, double radius) {
        int points = data.landscape().distances().length;
        double reach = radius * points / (points - 1);
        Frame frame =
                new Frame(Scale.linear(-reach, reach, MIDDLE, RIGHT - 24), Scale.linear(-reach, reach, BOTTOM, TOP));
        double cell = (RIGHT - 24 - MIDDLE) / points;
        double height = (BOTTOM - TOP) / points;
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < points; j++) {
                picture.add(Element.of("rect")
                        .with("x", frame.x().pixel(data.landscape().distances()[i]) - cell / 2)
                        .with("y", frame.y().pixel(data.landscape().distances()[j]) - height / 2)
                        .with("width", cell + 0.1)
                        .with("height", height + 0.1)
                        .with("fill", LEVELS.get(level(data, data.landscape().plane()[i][j]))));
            }
        }
        frame.columns(picture, frame.x().ticks(4), LandscapeChart::distance);
        picture.add(Frame.text((MIDDLE + RIGHT - 24) / 2, BOTTOM + 36, "middle", "first direction, second upwards"));
        for (int level = 0; level < LEVELS.size(); level++) {
            double y = BOTTOM - (level + 1) * (BOTTOM - TOP) / LEVELS.size();
            picture.add(
                    Element.of("rect")
                            .with("x", RIGHT)
                            .with("y", y)
                            .with("width", 14.0)
                            .with("height", (BOTTOM - TOP) / LEVELS.size())
                            .with("fill", LEVELS.get(level)),
                    Frame.text(RIGHT + 20, y + 18, "start", "from " + Figures.fixed(lower(data, level), 2)));
        }
    }

    private static String distance(double value) {
        return Figures.significant(value, 2).replaceAll("\\.?0+$", "").replaceAll("^-?$", "0");
    }

    /** Levels are quadratic in the loss, so that the bottom of the valley is told apart. */
    private static double lower(Data data, int level) {
        double share = (double) level / LEVELS.size();
        return data.least() + (data.most() - data.least()) * share * share;
    }

    private static int level(Data data, double loss) {
        int level = LEVELS.size() - 1;
        while (level > 0 && loss < lower(data, level)) {
            level--;
        }
        return level;
    }
}
