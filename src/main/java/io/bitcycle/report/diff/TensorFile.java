package io.bitcycle.report.diff;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tensor of a run an .npy file holds: {@code tensors/ITERATION/ORDER-LAYER.PASS.NAME.npy}, so that files in the order
 * of their names are tensors in the order in which they were made.
 *
 * @param iteration from 0; -1 for files beside the run's others, of commands that run a layer once
 * @param order in the iteration, from 0
 * @param pass of {@link io.bitcycle.workload.TrainingPass#label}, or {@value #UPDATE}
 * @param name e.g. {@code weight_codes}; of a layer that runs several times in an iteration, with {@code ~2} for the second
 */
record TensorFile(long iteration, int order, String layer, String pass, String name) {
    static final String FOLDER = "tensors";
    static final String ENDING = ".npy";
    /** What an iteration leaves for the next one. */
    static final String UPDATE = "update";

    private static final Pattern PATH =
            Pattern.compile(FOLDER + "/(\\d{1,18})/(\\d{1,9})-(.*)\\.(forward|backward-data|backward-weight|" + UPDATE
                    + ")\\.([^.]+)\\" + ENDING);
    /** What {@code conv} and {@code gemm} write, by the pass it belongs to. */
    private static final Map<String, String> PASSES = Map.of(
            "grad_output_codes", "backward-weight",
            "grad_weight", "backward-weight",
            "folded_grad_output_codes", "backward-data",
            "grad_input", "backward-data");

    /** The path in the run's folder. */
    Path path() {
        return Path.of(
                FOLDER,
                String.format(Locale.ROOT, "%06d", iteration),
                String.format(Locale.ROOT, "%03d-%s.%s.%s%s", order, fileName(layer), pass, name, ENDING));
    }

    /**
     * Reads a path.
     *
     * @param inRun relative to the run's folder
     * @param command that wrote the run: the layer of what has none in its name
     */
    static Optional<TensorFile> of(Path inRun, String command) {
        String text = inRun.toString().replace(inRun.getFileSystem().getSeparator(), "/");
        Matcher matcher = PATH.matcher(text);
        if (matcher.matches()) {
            return Optional.of(new TensorFile(
                    Long.parseLong(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    URLDecoder.decode(matcher.group(3).replace("+", "%2B"), StandardCharsets.UTF_8),
                    matcher.group(4),
                    matcher.group(5)));
        }
        if (text.contains("/") || !text.endsWith(ENDING)) {
            return Optional.empty();
        }
        String name = text.substring(0, text.length() - ENDING.length());
        return Optional.of(new TensorFile(-1, 0, command, PASSES.getOrDefault(name, "forward"), name));
    }

    /** In words: {@code conv2, forward, iteration 3, output}. */
    String describe() {
        return layer + ", " + pass + (iteration < 0 ? "" : ", iteration " + iteration) + ", " + name;
    }

    /** Characters that a file's name may not have on every system as %XX. */
    private static String fileName(String layer) {
        StringBuilder name = new StringBuilder();
        for (byte b : layer.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "-_.".indexOf(b) >= 0;
            name.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return name.toString();
    }
}
