package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Product;
import java.util.ArrayList;
import java.util.List;

/** Widths of codes that options ask for, against what can multiply them; all problems at once. */
final class OperandWidths {
    private final List<Problem> problems = new ArrayList<>();
    private final int widest;
    private final String reason;

    /** Whatever the array. */
    OperandWidths() {
        this.widest = IntegerFormat.MAX_BITS;
        this.reason = "";
    }

    /** On the units of an array. */
    OperandWidths(HardwareConfig hardware) {
        MacConfig mac = hardware.array().mac();
        this.widest = mac.family().widestOperand(mac);
        this.reason = " (" + mac.family().name() + ", array.mac.max_bits " + mac.maxBits() + ")";
    }

    /** @param option that says the width, as it was written */
    OperandWidths check(String option, int bits) {
        if (bits < 1 || bits > widest) {
            problems.add(Problem.at(Position.of(option), "", "is out of range; allowed: 1 to " + widest + reason));
        }
        return this;
    }

    /** A range of widths, unless it is still to be found. */
    OperandWidths check(String option, BitRange bits) {
        return bits.automatic() ? this : check(option + " " + bits.min() + ":" + bits.max(), bits.max());
    }

    /** The widest codes that a schedule asks for. */
    OperandWidths check(ScheduleSpec spec, PrecisionSchedule schedule) {
        Precision widest = schedule.evaluation();
        int codes = Math.max(widest.forwardBits(), Math.max(widest.weightBits(), widest.activationBits()));
        String option = "--schedule " + spec + ": ";
        return check(option + codes + " bits", codes)
                .check(option + widest.backwardBits() + " bits of errors", widest.backwardBits());
    }

    /** Widths that layers of a network keep. */
    OperandWidths check(NetworkSpec network) {
        for (Product product : network.products(1)) {
            String layer = network.name() + ": layer " + product.layer();
            check(
                    layer + ": forward_bits " + product.bits().forward(),
                    product.bits().forward(1));
            check(
                    layer + ": backward_bits " + product.bits().backward(),
                    product.bits().backward(1));
        }
        return this;
    }

    List<Problem> problems() {
        return problems;
    }

    /** @throws BadInputException if there are problems */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
    }
}
