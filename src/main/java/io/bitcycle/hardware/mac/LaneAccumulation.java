package io.bitcycle.hardware.mac;

/** Whether the lanes of a subword-parallel unit share one sum along the depth, or each keep a sum of their own. */
public enum LaneAccumulation {
    TOGETHER,
    APART
}
