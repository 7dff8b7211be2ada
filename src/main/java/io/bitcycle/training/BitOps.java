package io.bitcycle.training;

import io.bitcycle.precision.Precision;
import io.bitcycle.workload.NetworkSpec;
import java.math.BigInteger;
import java.util.Map;

/** Nominal bit operations of training (DESIGN section 7), layers with widths of their own at those. */
final class BitOps {
    private BitOps() {}

    /** Of samples by the precision that they were trained at. */
    static BigInteger of(NetworkSpec network, Map<Precision, Long> samples) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Precision, Long> entry : samples.entrySet()) {
            Precision precision = entry.getKey();
            BigInteger once =
                    network.bitOps(precision.weightBits(), precision.activationBits(), precision.backwardBits());
            sum = sum.add(once.multiply(BigInteger.valueOf(entry.getValue())));
        }
        return sum;
    }
}
