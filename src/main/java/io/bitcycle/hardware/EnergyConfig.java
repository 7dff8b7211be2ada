package io.bitcycle.hardware;

import java.util.List;

/**
 * The hwconfig's energy section: picojoules per event with the source of each figure.
 *
 * @param macEvent what one MAC entry counts
 * @param mac per operand widths, ascending; the last covers the widest op of the array
 * @param macInterpolated whether there is an entry for each pair of widths, so that narrower operands than the first
 *     entry's would extrapolate
 * @param edgeAdd one addition of a code sum at the array's edge
 * @param rescale one integer rescaling of a partial sum in backward-data
 * @param registerBit one bit written into an operand or partial-sum register of the array
 * @param hopBit one bit over the wires from a unit to its neighbour
 * @param weightBuffer per bit
 * @param activationBuffer per bit
 * @param outputBuffer per bit
 * @param dramBit per bit moved, either way
 * @param vectorAdd an addition, subtraction or comparison in the vector unit's numbers, or a shift
 * @param vectorMultiply a multiplication likewise
 * @param vectorDivide a division likewise
 * @param vectorSpecial a square root, exponential or logarithm, where they are operations of their own
 * @param reconfiguration one change of the array's precision
 * @param leakagePower static power in milliwatts of array, buffers and vector unit
 */
public record EnergyConfig(
        MacEvent macEvent,
        List<MacEnergyEntry> mac,
        boolean macInterpolated,
        EnergyEntry edgeAdd,
        EnergyEntry rescale,
        EnergyEntry registerBit,
        EnergyEntry hopBit,
        BufferEnergy weightBuffer,
        BufferEnergy activationBuffer,
        BufferEnergy outputBuffer,
        EnergyEntry dramBit,
        EnergyEntry vectorAdd,
        EnergyEntry vectorMultiply,
        EnergyEntry vectorDivide,
        EnergyEntry vectorSpecial,
        EnergyEntry reconfiguration,
        EnergyEntry leakagePower) {
    public EnergyConfig {
        mac = List.copyOf(mac);
    }

    /** What a published MAC figure is per. */
    public enum MacEvent {
        /** One cycle of the whole array, idle units included. */
        ARRAY_CYCLE("array-cycle"),
        /** One cycle of one unit that has work. */
        UNIT_CYCLE("unit-cycle"),
        /** One multiply-accumulate. */
        PRODUCT("product");

        private final String label;

        MacEvent(String label) {
            this.label = label;
        }

        /** The name in hwconfigs and reports. */
        public String label() {
            return label;
        }
    }

    /** Picojoules per bit read and written of one buffer. */
    public record BufferEnergy(EnergyEntry readBit, EnergyEntry writeBit) {}
}
