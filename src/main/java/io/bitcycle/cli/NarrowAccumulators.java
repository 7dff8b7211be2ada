package io.bitcycle.cli;

import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AccumulatorWidths;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.NetworkSpec;
import java.util.List;
import java.util.Optional;

/** The warning that sums of a network can outgrow the accumulators of an array. */
final class NarrowAccumulators {
    private NarrowAccumulators() {}

    /**
     * The warning, where there is reason for one.
     *
     * @param widest code widths of the run
     * @param consequence what then happens
     */
    static Optional<String> warning(
            Accelerator accelerator,
            NetworkSpec network,
            int batch,
            Quantizer quantizer,
            Precision widest,
            String consequence) {
        List<AccumulatorWidths.Need> needs = AccumulatorWidths.beyond(
                accelerator,
                network,
                batch,
                quantizer.format(widest.forwardBits()),
                quantizer.format(widest.backwardBits()),
                quantizer.scalesPerChannel() && !quantizer.foldsWeightScale());
        if (needs.isEmpty()) {
            return Optional.empty();
        }
        AccumulatorWidths.Need need = needs.get(0);
        return Optional.of("warning: array.mac.accumulator_bits is "
                + accelerator.hardware().array().mac().accumulatorBits() + "; "
                + need.op().pass().label() + " of " + need.op().layer() + " can need " + need.bits()
                + (needs.size() == 1 ? "" : ", and " + (needs.size() - 1) + " more can need too many") + "; "
                + consequence);
    }
}
