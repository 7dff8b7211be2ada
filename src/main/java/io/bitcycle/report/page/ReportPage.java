package io.bitcycle.report.page;

import io.bitcycle.report.chart.RangeTestChart;
import io.bitcycle.report.experiment.ExperimentFolder;
import io.bitcycle.report.experiment.ExperimentSection;
import io.bitcycle.report.markup.Element;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One HTML page about run folders: it needs no network, no script, and no other file. */
public final class ReportPage {
    /** Of the page in the folder that it is written to. */
    public static final String FILE = "report.html";

    /** In the title. */
    private static final int MOST_NAMES = 3;

    private ReportPage() {}

    /**
     * The lines of the file.
     *
     * @param folders of runs, of folders of runs, or of experiments, of which the runs of the first seed are drawn
     * @throws io.bitcycle.json.BadInputException when a folder holds no run, or one that cannot be read
     */
    public static List<String> lines(List<Path> folders) throws IOException {
        List<Path> drawn = new ArrayList<>();
        List<Element> experiments = new ArrayList<>();
        for (Path folder : folders) {
            if (ExperimentFolder.is(folder)) {
                ExperimentFolder experiment = ExperimentFolder.read(folder);
                experiments.add(ExperimentSection.of(experiment));
                drawn.addAll(experiment.examples());
            } else {
                drawn.add(folder);
            }
        }
        Runs runs = new Runs(RunReader.read(drawn));
        String title = title(runs);
        Element main = Element.of("main").add(header(runs, title)).add(experiments);
        List<Runs> networks = runs.byNetwork();
        if (networks.size() > 1) {
            List<Runs> trained = networks.stream()
                    .filter(group -> !group.training().isEmpty())
                    .toList();
            main.add(Winners.overview(trained));
        }
        for (Runs group : networks) {
            if (networks.size() > 1) {
                main.add(Element.of("h2", group.network()).with("class", "network"));
            }
            main.add(AnswerSection.of(group), ComparisonSection.of(group));
            TrainingSection.of(group).ifPresent(main::add);
            rangeTests(group).ifPresent(main::add);
            main.add(EnergySection.of(group));
            RooflineSection.of(group).ifPresent(main::add);
            landscapes(group).ifPresent(main::add);
        }
        OpsSection.of(runs).ifPresent(main::add);
        main.add(manifests(runs));
        Element head = Element.of("head")
                .add(
                        Element.of("meta").with("charset", "utf-8"),
                        Element.of("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1"),
                        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                        Element.of("title", title),
                        Element.of("style", Style.rules()));
        Element body = Element.of("body").add(main, Element.of("script", resource("sort.js")));
        return List.of(
                "<!DOCTYPE html>",
                Element.of("html").with("lang", "en").add(head, body).toString());
    }

    private static String title(Runs runs) {
        List<Runs> networks = runs.byNetwork();
        String what = networks.size() > MOST_NAMES ? networks.size() + " networks" : runs.network();
        List<String> names = runs.arrays();
        String arrays = names.size() > MOST_NAMES ? names.size() + " arrays" : Words.list(names);
        String kind = runs.training().isEmpty() ? "Precision range test" : "Quantized training";
        return kind + (what.isEmpty() ? "" : " of " + what) + " on " + arrays;
    }

    private static Element header(Runs runs, String title) {
        int count = runs.all().size();
        return Element.of("header")
                .add(
                        Element.of("h1", title),
                        Element.of("p", "BitCycle report of " + count + (count == 1 ? " run" : " runs"))
                                .with("class", "note"));
    }

    private static Optional<Element> rangeTests(Runs runs) {
        if (runs.rangeTests().isEmpty()) {
            return Optional.empty();
        }
        Map<RangeTestChart.Data, List<String>> arrays = new LinkedHashMap<>();
        for (LoadedRun run : runs.rangeTests()) {
            arrays.computeIfAbsent(run.rangeTest().orElseThrow(), test -> new ArrayList<>())
                    .add(run.hardware().name());
        }
        Element figures = Words.figures();
        arrays.forEach((test, names) -> figures.add(Words.figure(
                RangeTestChart.picture(test),
                "On " + String.join(" and ", names)
                        + ". The weights that the test trained were thrown away; its time and"
                        + " energy are counted.")));
        return Optional.of(Element.of("section").add(Element.of("h2", "Precision range test"), figures));
    }

    private static Optional<Element> landscapes(Runs runs) {
        List<LoadedRun> drawn =
                runs.all().stream().filter(run -> run.landscape().isPresent()).toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        Element section = Element.of("section").add(Element.of("h2", "Loss landscape"));
        for (LoadedRun run : drawn) {
            String data = Base64.getEncoder().encodeToString(run.landscape().orElseThrow());
            section.add(Words.figure(
                    Element.of("img")
                            .with("src", "data:image/svg+xml;base64," + data)
                            .with("alt", "Loss around the trained weights of " + runs.name(run)),
                    runs.name(run)));
        }
        return Optional.of(section);
    }

    private static Element manifests(Runs runs) {
        Element section = Element.of("section").add(Element.of("h2", "How to run this again"));
        Map<Map<String, String>, List<String>> commands = new LinkedHashMap<>();
        for (LoadedRun run : runs.all()) {
            commands.computeIfAbsent(run.manifest(), lines -> new ArrayList<>()).add(runs.name(run));
        }
        commands.forEach((lines, names) -> {
            Element body = Element.of("tbody");
            lines.forEach((key, value) -> body.add(Element.of("tr")
                    .add(
                            Element.of("th", key).with("scope", "row"),
                            Element.of("td").add(Element.of("code", value)))));
            section.add(Element.of("details")
                    .add(
                            Element.of(
                                    "summary", names.size() > MOST_NAMES ? names.size() + " runs" : Words.list(names)),
                            Element.of("div")
                                    .with("class", "scroll")
                                    .add(Element.of("table").add(body))));
        });
        return section;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
