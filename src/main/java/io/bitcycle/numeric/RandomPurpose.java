package io.bitcycle.numeric;

/**
 * What random numbers are drawn for. Two purposes never share a number, so that drawing more of one leaves the others
 * as they were. The codes are part of the counter: changing one changes every result, so each is given once and kept.
 */
public enum RandomPurpose {
    /** Initial weights; element = weight index. */
    WEIGHT_INIT(1),
    /** Stochastic rounding of errors; element = row-major index in the error tensor. */
    ERROR_NOISE(2),
    /** Order of the training samples; iteration = epoch. */
    SHUFFLE(3),
    /** Random crops of training images. */
    CROP(4),
    /** Horizontal flips of training images. */
    FLIP(5),
    /** Dropped units. */
    DROPOUT(6),
    /** Stochastic rounding of the second copy of the errors, scaled by the weights' scales (quantizer cpt-folded). */
    FOLDED_ERROR_NOISE(7),
    /** Text that a grammar makes; element = draw. */
    TEXT(8),
    /** Stochastic rounding of weights and velocities in fixed point; layer = parameter, element = 2 x weight index, + 1. */
    UPDATE_ROUNDING(9),
    /** Directions of a loss landscape; iteration = number of the direction, layer = number of the parameter. */
    LANDSCAPE_DIRECTION(10),
    /** First vector of a power iteration; layer = number of the parameter. */
    CURVATURE_START(11);

    private final int code;

    RandomPurpose(int code) {
        this.code = code;
    }

    /** 1 to 65535, for ever. */
    int code() {
        return code;
    }
}
