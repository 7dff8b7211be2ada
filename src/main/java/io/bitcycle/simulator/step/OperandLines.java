package io.bitcycle.simulator.step;

import io.bitcycle.hardware.array.DepthSteps;
import io.bitcycle.hardware.mac.OperandRegister;
import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** One operand as the array's feeders read it: lines (rows of A, columns of B) along the depth, step by step. */
final class OperandLines {
    private final int[] codes;
    private final int depth;
    private final int words;
    private final int[] registers;
    private final int[] from;
    private final int[] to;

    private OperandLines(int[] codes, int depth, DepthParts parts, OperandRegister register, boolean gated) {
        DepthSteps steps = parts.depth();
        this.codes = codes;
        this.depth = depth;
        this.words = register.words() * parts.most();
        this.from = bounds(steps, steps::from);
        this.to = bounds(steps, steps::to);
        int lines = codes.length / depth;
        this.registers = new int[Math.multiplyExact(Math.multiplyExact(lines, from.length), words)];
        for (int line = 0, at = 0; line < lines; line++) {
            for (int step = 0; step < from.length; step++) {
                for (int part = 0; part < parts.most(); part++, at += register.words()) {
                    load(register, line * depth, step, parts, gated ? part : -1, at);
                }
            }
        }
    }

    /** @param only the part whose lanes are not gated to 0, or -1 for all lanes */
    private void load(OperandRegister register, int line, int step, DepthParts parts, int only, int at) {
        int count = to[step] - from[step];
        if (only < 0 || parts.most() == 1) {
            register.load(codes, line + from[step], count, registers, at);
            return;
        }
        int[] lanes = new int[count];
        for (int k = parts.from(step, only); k < parts.to(step, only); k++) {
            lanes[k - from[step]] = codes[line + k];
        }
        register.load(lanes, 0, count, registers, at);
    }

    /** The same lines with another number for each code; not for feeding. */
    private OperandLines(OperandLines of, IntUnaryOperator law) {
        this.codes = Arrays.stream(of.codes).map(law).toArray();
        this.depth = of.depth;
        this.words = 0;
        this.registers = new int[0];
        this.from = of.from;
        this.to = of.to;
    }

    private static int[] bounds(DepthSteps steps, LongUnaryOperator bound) {
        return LongStream.range(0, steps.count())
                .map(bound)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The rows of A. */
    static OperandLines rows(CodeMatrix a, DepthParts parts, OperandRegister register) {
        int[] codes = new int[Math.multiplyExact(a.rows(), a.cols())];
        for (int i = 0, at = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.cols(); k++, at++) {
                codes[at] = a.get(i, k);
            }
        }
        return new OperandLines(codes, a.cols(), parts, register, false);
    }

    /** The columns of B. A step of several parts has a register for each, in which the other parts' lanes are 0. */
    static OperandLines columns(CodeMatrix b, DepthParts parts, OperandRegister register) {
        int[] codes = new int[Math.multiplyExact(b.rows(), b.cols())];
        for (int j = 0, at = 0; j < b.cols(); j++) {
            for (int k = 0; k < b.rows(); k++, at++) {
                codes[at] = b.get(k, j);
            }
        }
        return new OperandLines(codes, b.rows(), parts, register, true);
    }

    /** Codes that a step reads. */
    int codesOf(int step) {
        return to[step] - from[step];
    }

    /** Words of the registers of a step. */
    int words() {
        return words;
    }

    /** First depth index of a step. */
    int from(int step) {
        return from[step];
    }

    int code(int line, int k) {
        return codes[line * depth + k];
    }

    /** Writes the operand registers of one step to {@code out[at ...]}. */
    void read(int line, int step, int[] out, int at) {
        int first = (line * from.length + step) * words;
        if (words == 1) {
            out[at] = registers[first];
            return;
        }
        for (int word = 0; word < words; word++) {
            out[at + word] = registers[first + word];
        }
    }

    /** Lines of the same depth with another number for each code. */
    OperandLines map(IntUnaryOperator law) {
        return new OperandLines(this, law);
    }

    /** Per depth index, the most of some lines. */
    int[] most(int firstLine, int lines) {
        int[] most = new int[depth];
        for (int line = firstLine; line < firstLine + lines; line++) {
            for (int k = 0; k < depth; k++) {
                most[k] = Math.max(most[k], codes[line * depth + k]);
            }
        }
        return most;
    }

    /** Over the depth of some steps, the largest product of a line's number with {@code factors}; at least 1. */
    int largestProductOf(int line, int[] steps, int[] factors) {
        int largest = 1;
        for (int step : steps) {
            for (int k = from[step]; k < to[step]; k++) {
                largest = Math.max(largest, codes[line * depth + k] * factors[k]);
            }
        }
        return largest;
    }

    /** Over the depth of one step, the largest product of two lists of numbers; at least 1. */
    int largestProduct(int step, int[] factors, int[] others) {
        int largest = 1;
        for (int k = from[step]; k < to[step]; k++) {
            largest = Math.max(largest, factors[k] * others[k]);
        }
        return largest;
    }
}
