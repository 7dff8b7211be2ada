package io.bitcycle.hardware.array;

import io.bitcycle.hardware.mac.MacConfig;

/**
 * The array of MAC units.
 *
 * @param rows R
 * @param cols C
 * @param pipelineCycles cycles a broadcast fold takes beyond its steps
 * @param psumHopCycles cycles of one partial-sum hop in a systolic weight- or input-stationary array
 * @param outputDrain whether the drain of a systolic output-stationary fold is visible
 * @param reconfigurationCycles cycles the array stands still when its precision changes
 */
public record ArrayConfig(
        int rows,
        int cols,
        Dataflow dataflow,
        Interconnect interconnect,
        DepthBlocking depthBlocking,
        int pipelineCycles,
        int psumHopCycles,
        OutputDrain outputDrain,
        int reconfigurationCycles,
        MacConfig mac) {
    public ArrayConfig withMac(MacConfig other) {
        return new ArrayConfig(
                rows,
                cols,
                dataflow,
                interconnect,
                depthBlocking,
                pipelineCycles,
                psumHopCycles,
                outputDrain,
                reconfigurationCycles,
                other);
    }

    /** The same array with its depth cut otherwise, as single layers of a design may have it. */
    public ArrayConfig withDepthBlocking(DepthBlocking other) {
        return new ArrayConfig(
                rows,
                cols,
                dataflow,
                interconnect,
                other,
                pipelineCycles,
                psumHopCycles,
                outputDrain,
                reconfigurationCycles,
                mac);
    }

    public long units() {
        return (long) rows * cols;
    }
}
