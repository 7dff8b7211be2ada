package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bit Fusion over Eyeriss, recomputed. */
class EyerissComparisonTest {
    private static final Path HOME = Path.of(System.getProperty("bitcycle.home"));

    /**
     * The published ratios to their last digit, and their geometric means: 3.93, 5.12 and, without the scaling of Eyeriss'
     * DRAM energy, 7.78. This simulator finds mappings that are no slower.
     */
    @Test
    void recomputedRatiosAreThePublishedOnes() throws IOException {
        HardwareConfig hardware = new HardwareConfigReader()
                .read(HOME.resolve("hwconfigs/bitfusion-45nm.json"), List.of())
                .config();
        EyerissComparison comparison = EyerissComparison.of(hardware);
        assertEquals(8, comparison.rows().size());
        for (EyerissComparison.Row row : comparison.rows()) {
            assertEquals(row.publishedSpeedup(), row.speedup(), 0.005, row.toString());
            assertEquals(row.publishedGain(), row.gain(), 0.005, row.toString());
            assertTrue(row.modelSpeedup() >= row.speedup(), row.toString());
        }
        assertEquals(3.93, comparison.mean(EyerissComparison.Row::speedup), 0.005);
        assertEquals(5.12, comparison.mean(EyerissComparison.Row::gain), 0.005);
        assertEquals(7.78, comparison.mean(EyerissComparison.Row::unscaledGain), 0.005);
        assertEquals(9, comparison.csv().size());
    }
}
