package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.Trainer;
import io.bitcycle.training.fixed.FixedNetwork;
import io.bitcycle.workload.NetworkSpec;
import java.util.Optional;

/** What the hwconfig's {@code vector.numeric} allows. */
final class VectorNumeric {
    private VectorNumeric() {}

    /** @throws io.bitcycle.json.BadInputException for what cannot be trained in the hwconfig's numbers */
    static void require(HardwareConfig config, Recipe recipe) {
        refuse(config, isFixed(config) ? Trainer.untrainable(recipe, config.vector()) : Optional.empty());
    }

    /** @throws io.bitcycle.json.BadInputException for what there are no operations of in the hwconfig's numbers */
    static void require(HardwareConfig config, NetworkSpec network, Quantizer quantizer) {
        refuse(config, isFixed(config) ? FixedNetwork.untrainable(network, quantizer) : Optional.empty());
    }

    /** @throws io.bitcycle.json.BadInputException for a hwconfig without binary32 */
    static void requireFloat(HardwareConfig config, String command) {
        refuse(config, isFixed(config) ? Optional.of(command + " gives binary32 values") : Optional.empty());
    }

    private static boolean isFixed(HardwareConfig config) {
        return config.vector().numeric() == VectorConfig.Numeric.FIXED;
    }

    private static void refuse(HardwareConfig config, Optional<String> why) {
        why.ifPresent(reason -> {
            throw Errors.option(
                    config.name(),
                    "vector.numeric: is \"fixed\", but " + reason
                            + "; allowed with fixed: train, prt, simulate and compare with"
                            + " --quantizer symmetric-pow2 and networks of quantized convolutions, linear layers, batch norm,"
                            + " relu, pooling and residual sums");
        });
    }
}
