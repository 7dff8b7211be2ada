package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.tensor.Parallel;

/**
 * Mean and sum of squared deviations per channel of a batch, in binary32 and in one reading of the batch: each block of
 * {@link Planes} is held on chip for its own mean m_b and squared deviations D_b, then D = Σ (D_b + n_b (m_b − mean)²) as in
 * Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37 (1983). Unlike the
 * mean of squares it does not cancel when the mean is large. All sums are {@link LaneSum}s.
 *
 * @param mean per channel
 * @param squaredDeviations per channel, from the channel's mean
 */
record ChannelStatistics(float[] mean, float[] squaredDeviations) {
    static ChannelStatistics of(float[] values, Planes planes, Parallel parallel) {
        float[] blockSums = new float[planes.slots()];
        float[] blockSquares = new float[planes.slots()];
        planes.forEachBlock(parallel, (channel, slot, from, to) -> {
            float sum = LaneSum.of(values, from, to);
            blockSums[slot] = sum;
            blockSquares[slot] = Loops.best().sums().squares(values, from, to, sum / (to - from));
        });
        float[] mean = planes.sumPerChannel(blockSums);
        for (int channel = 0; channel < mean.length; channel++) {
            mean[channel] /= planes.perChannel();
            int end = (channel + 1) * planes.slotsPerChannel();
            for (int slot = channel * planes.slotsPerChannel(); slot < end; slot++) {
                int length = planes.length(slot);
                float deviation = blockSums[slot] / length - mean[channel];
                blockSquares[slot] += length * (deviation * deviation);
            }
        }
        return new ChannelStatistics(mean, planes.sumPerChannel(blockSquares));
    }
}
