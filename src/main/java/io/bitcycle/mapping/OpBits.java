package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.workload.MatrixOp;

/**
 * Memory footprint of one group of an op, in bits.
 *
 * @param activation operand A as stored
 * @param weight operand B as stored
 * @param activationCode one stored code of A
 * @param weightCode one stored code of B
 * @param accumulator one partial sum
 * @param result one finished result on its way to DRAM; 0 where it does not go there
 */
public record OpBits(long activation, long weight, int activationCode, int weightCode, int accumulator, int result) {
    public static OpBits of(MatrixOp op, HardwareConfig hardware) {
        int activationCode = hardware.dram().storage().bitsFor(op.a().bits());
        int weightCode = hardware.dram().storage().bitsFor(op.b().bits());
        int accumulator = hardware.array().mac().accumulatorBits();
        return new OpBits(
                op.aElements() * activationCode,
                op.bElements() * weightCode,
                activationCode,
                weightCode,
                accumulator,
                result(op, accumulator));
    }

    private static int result(MatrixOp op, int accumulator) {
        if (!op.storesResult()) {
            return 0;
        }
        return op.resultBits() == 0 ? accumulator : op.resultBits();
    }
}
