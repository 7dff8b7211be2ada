package io.bitcycle.hardware.array;

/**
 * How the depth of a product falls into multiply steps: {@code blocks} equal parts in ascending order (the whole depth, or
 * the kernel positions of {@link DepthBlocking#CHANNEL}), each of whole steps of {@code productsPerStep} products. Products
 * of one step share no addition with those of another, and the last step of a block may have fewer.
 *
 * @param blockLength depth of a block
 */
public record DepthSteps(long blocks, long blockLength, int productsPerStep) {
    public static DepthSteps of(ArrayConfig array, long k, int taps, int productsPerStep) {
        long blocks = array.depthBlocking() == DepthBlocking.CHANNEL ? taps : 1;
        return new DepthSteps(blocks, k / blocks, productsPerStep);
    }

    public long stepsPerBlock() {
        return (blockLength + productsPerStep - 1) / productsPerStep;
    }

    /** All steps of one output. */
    public long count() {
        return blocks * stepsPerBlock();
    }

    /** The step of a depth index. */
    public long at(long k) {
        return k / blockLength * stepsPerBlock() + k % blockLength / productsPerStep;
    }

    /** First depth index of a step. */
    public long from(long step) {
        return step / stepsPerBlock() * blockLength + step % stepsPerBlock() * productsPerStep;
    }

    /** Depth index after the last of a step. */
    public long to(long step) {
        return Math.min(from(step) + productsPerStep, (step / stepsPerBlock() + 1) * blockLength);
    }
}
