package io.bitcycle.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyType;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * One matrix product for other people's RTL: operands, expected accumulators and cycles, each as {@code .npy} and as
 * {@code .hex} for Verilog's {@code $readmemh} (IEEE 1364-2005, section 17.2.9): one value per line, row-major, two's
 * complement in as many digits as its bits need. {@code vectors.json} says the shapes and widths.
 *
 * @param sums accumulators [m, n]
 * @param sumBits width of the accumulators
 * @param cycles of the array, waiting for memory apart
 */
public record TestVectors(HardwareConfig hardware, CodeTensor a, CodeTensor b, long[] sums, int sumBits, long cycles) {
    /** Writes the files. */
    public void write(RunFolder folder) throws IOException {
        int m = a.dim(0);
        int n = b.dim(1);
        write(folder, "a", a.size(), a::code, a.format().bits(), m, a.dim(1));
        write(folder, "b", b.size(), b::code, b.format().bits(), b.dim(0), n);
        write(folder, "accumulators", sums.length, i -> sums[i], sumBits, m, n);
        write(folder, "cycles", 1, i -> cycles, Long.SIZE, 1);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("hwconfig", hardware.name());
        json.put("family", hardware.array().mac().family().name());
        json.put("dataflow", hardware.array().dataflow().label());
        json.put("rows", hardware.array().rows());
        json.put("cols", hardware.array().cols());
        json.put("m", m);
        json.put("k", a.dim(1));
        json.put("n", n);
        format(json.putObject("a"), a.format());
        format(json.putObject("b"), b.format());
        format(json.putObject("accumulators"), sumBits, true);
        format(json.putObject("cycles"), Long.SIZE, false);
        folder.write("vectors.json", json);
    }

    private static void format(ObjectNode json, IntegerFormat format) {
        format(json, format.bits(), format.signed());
    }

    private static void format(ObjectNode json, int bits, boolean signed) {
        json.put("bits", bits);
        json.put("signed", signed);
    }

    private static void write(RunFolder folder, String name, int count, IntToLongFunction value, int bits, int... shape)
            throws IOException {
        long[] values = IntStream.range(0, count).mapToLong(value).toArray();
        folder.write(name + ".npy", new NpyArray.Integers(NpyType.INT64, values, shape));
        int digits = (bits + 3) / 4;
        long mask = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        List<String> lines = IntStream.range(0, count)
                .mapToObj(i -> String.format("%0" + digits + "x", values[i] & mask))
                .toList();
        folder.write(name + ".hex", lines);
    }
}
