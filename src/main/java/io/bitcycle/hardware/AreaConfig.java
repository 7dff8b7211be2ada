package io.bitcycle.hardware;

import java.math.BigDecimal;
import java.util.List;

/**
 * Silicon area in square micrometres, of those parts for which a source gives it.
 *
 * @param parts known ones
 * @param missing names of the parts without a source, which no sum contains
 */
public record AreaConfig(List<SiliconPart> parts, List<String> missing) {
    /** The name of the part that the MAC units make up. */
    public static final String ARRAY = "array";

    private static final int UM2_PER_MM2_DIGITS = 6;

    public AreaConfig {
        parts = List.copyOf(parts);
        missing = List.copyOf(missing);
    }

    /** Of all known parts together. */
    public BigDecimal totalMm2() {
        return parts.stream().map(AreaConfig::mm2).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Of one part. */
    public static BigDecimal mm2(SiliconPart part) {
        return part.total().movePointLeft(UM2_PER_MM2_DIGITS);
    }
}
