package io.bitcycle.simulator.kernel;

import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeMatrix;

/** Interim. */
public final class BlockedKernel {
    public void multiply(CodeMatrix a, CodeMatrix b, long[] c, Workers workers) {
        int n = b.cols();
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < n; j++) {
                long sum = 0;
                for (int k = 0; k < a.cols(); k++) {
                    sum += (long) a.get(i, k) * b.get(k, j);
                }
                c[i * n + j] = sum;
            }
        }
    }
}
