package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.report.chart.LandscapeChart;
import io.bitcycle.report.chart.Picture;
import io.bitcycle.report.markup.Element;
import io.bitcycle.training.landscape.Landscape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measured landscapes in files and as a table.
 *
 * @param landscapes by the folders of their runs, in order
 */
public record LandscapeFiles(Map<Path, Landscape> landscapes) {
    /** Figures, without the plane. */
    public static final String JSON = "landscape.json";

    private static final String CSV = "landscape.csv";
    private static final String PICTURE = "landscape.svg";

    /** What tables and pictures call a run: its folder and the one that holds it. */
    public static String name(Path run) {
        Path absolute = run.toAbsolutePath().normalize();
        return absolute.getParent() == null
                ? absolute.toString()
                : absolute.getParent().getFileName() + "/" + absolute.getFileName();
    }

    /** Removes what was measured of a run that is written over. */
    public static void remove(Path run) throws IOException {
        for (String name : List.of(JSON, CSV, PICTURE)) {
            Files.deleteIfExists(run.resolve(name));
        }
    }

    /**
     * Writes {@code landscape.json}, {@code landscape.csv} and {@code landscape.svg} into the folder of each run. The pictures
     * of all share their axes.
     */
    public void write(int samples, long seed) throws IOException {
        double least = least();
        double most = most(Landscape::plane);
        double mostAlong = most(Landscape::lines);
        for (Map.Entry<Path, Landscape> run : landscapes.entrySet()) {
            Path folder = run.getKey();
            RunFolder.writeFile(folder, CSV, csv(run.getValue()));
            Element picture = LandscapeChart.picture(
                    new LandscapeChart.Data(name(folder), run.getValue(), least, most, mostAlong));
            RunFolder.writeFile(folder, PICTURE, Picture.file(picture, LandscapeChart.WIDTH, LandscapeChart.HEIGHT));
            RunFolder.writeFile(folder, JSON, toJson(run.getValue(), samples, seed));
        }
    }

    private double least() {
        return landscapes.values().stream()
                .flatMap(landscape -> Arrays.stream(landscape.plane()))
                .flatMapToDouble(Arrays::stream)
                .min()
                .orElse(0);
    }

    private double most(Function<Landscape, double[][]> part) {
        return landscapes.values().stream()
                .flatMap(landscape -> Arrays.stream(part.apply(landscape)))
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElse(1);
    }

    private static ObjectNode toJson(Landscape landscape, int samples, long seed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("samples", samples);
        json.put("seed", seed);
        json.put("loss", landscape.loss());
        json.put("sharpness", landscape.rise().mean());
        json.putObject("rise")
                .put("distance", landscape.rise().distance())
                .put("mean", landscape.rise().mean())
                .put("largest", landscape.rise().largest());
        json.putObject("hessian")
                .put("largest_eigenvalue", landscape.curvature().eigenvalue())
                .put("power_iterations", landscape.curvature().iterations())
                .put("converged", landscape.curvature().converged());
        return json;
    }

    private static List<String> csv(Landscape landscape) {
        List<String> lines = new ArrayList<>();
        lines.add("first_distance,second_distance,loss");
        for (int i = 0; i < landscape.plane().length; i++) {
            for (int j = 0; j < landscape.plane().length; j++) {
                lines.add(Figures.exact(landscape.distances()[i]) + ","
                        + Figures.exact(landscape.distances()[j]) + ","
                        + Figures.exact(landscape.plane()[i][j]));
            }
        }
        return lines;
    }

    /** A table for the terminal. */
    public List<String> lines() {
        TextTable table = new TextTable("run", "loss", "mean rise", "largest rise", "Hessian eigenvalue");
        landscapes.forEach((run, landscape) -> table.row(
                name(run),
                Figures.significant(landscape.loss(), 4),
                Figures.significant(landscape.rise().mean(), 4),
                Figures.significant(landscape.rise().largest(), 4),
                Figures.significant(landscape.curvature().eigenvalue(), 4)
                        + (landscape.curvature().converged() ? "" : " (not converged)")));
        return table.lines();
    }
}
