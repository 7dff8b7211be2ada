package io.bitcycle.hardware;

import java.math.BigDecimal;

/**
 * Area or leakage of all like parts of an accelerator.
 *
 * @param name {@code array}, {@code weight_buffer}, {@code activation_buffer}, {@code output_buffer} or {@code vector}
 * @param count how many units, banks or lanes
 * @param each of one of them
 */
public record SiliconPart(String name, long count, EnergyEntry each) {
    /** Of all of them. */
    public BigDecimal total() {
        return each.value().multiply(BigDecimal.valueOf(count));
    }

    /** {@code 512 x 0.25 [source]}. */
    String account() {
        return count + " x " + each.value().toPlainString() + " [" + each.source() + "]";
    }
}
