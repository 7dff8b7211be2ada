package io.bitcycle.hardware;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;

/**
 * A complete, checked description of an accelerator. Only the reader makes one, so that every value is in range.
 *
 * @param name short name, used in tables
 * @param source the design it follows
 * @param mapping how ops are cut into tiles
 * @param area silicon area, as far as it is published
 */
public record HardwareConfig(
        String name,
        String source,
        TechnologyConfig technology,
        ArrayConfig array,
        BuffersConfig buffers,
        DramConfig dram,
        VectorConfig vector,
        MappingConfig mapping,
        EnergyConfig energy,
        AreaConfig area) {
    public HardwareConfig withArray(ArrayConfig other) {
        return new HardwareConfig(name, source, technology, other, buffers, dram, vector, mapping, energy, area);
    }

    public HardwareConfig withMapping(MappingConfig other) {
        return new HardwareConfig(name, source, technology, array, buffers, dram, vector, other, energy, area);
    }
}
