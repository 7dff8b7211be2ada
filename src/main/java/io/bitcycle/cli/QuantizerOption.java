package io.bitcycle.cli;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Product;
import java.util.Iterator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --quantizer}. */
final class QuantizerOption {
    @Option(
            names = "--quantizer",
            paramLabel = "Q",
            defaultValue = "cpt",
            converter = ByName.class,
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Quantizer quantizer;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Quantizer quantizer() {
        return quantizer;
    }

    /** The quantizer where none was asked for. */
    void setRecorded(Quantizer recorded) {
        if (!command.commandLine().getParseResult().hasMatchedOption("--quantizer")) {
            quantizer = recorded;
        }
    }

    /**
     * Refuses a width of codes that the quantizer has no format for.
     *
     * @param option that says the width, as it was written
     */
    void require(String option, int bits) {
        if (bits < quantizer.minBits() || bits > IntegerFormat.MAX_BITS) {
            throw Errors.option(
                    option,
                    "is out of range; allowed with --quantizer " + quantizer.name() + ": " + quantizer.minBits()
                            + " to " + IntegerFormat.MAX_BITS);
        }
    }

    /** Refuses widths that layers of a network keep, likewise. */
    void require(NetworkSpec network) {
        for (Product product : network.products(1)) {
            String layer = network.name() + ": layer " + product.layer();
            require(
                    layer + ": forward_bits " + product.bits().forward(),
                    product.bits().forward(quantizer.minBits()));
            require(
                    layer + ": backward_bits " + product.bits().backward(),
                    product.bits().backward(quantizer.minBits()));
        }
    }

    /** Refuses a range of them, unless it is still to be found. */
    void require(String option, BitRange bits) {
        if (!bits.automatic()) {
            require(option + " " + bits.min() + ":" + bits.max(), bits.min());
        }
    }

    /** The quantizers of this build by name. */
    static final class ByName extends Choice<Quantizer> {
        ByName() {
            super(Quantizers.ALL, Quantizer::name);
        }
    }

    /** For help texts. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Quantizers.ALL.stream().map(Quantizer::name).iterator();
        }
    }
}
