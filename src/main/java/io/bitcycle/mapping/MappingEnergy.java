package io.bitcycle.mapping;

import io.bitcycle.hardware.EnergyConfig;
import io.bitcycle.hardware.EnergyEntry;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.workload.MatrixOp;

/** Energy of an op as far as its mapping decides it, to choose between mappings; work that no mapping changes is left out. */
final class MappingEnergy {
    private final TileProblem problem;
    private final double dram;
    private final double activationRead;
    private final double activationWrite;
    private final double weightRead;
    private final double weightWrite;
    private final double sumReadAndWrite;
    private final double register;

    MappingEnergy(TileProblem problem) {
        EnergyConfig energy = problem.hardware().energy();
        this.problem = problem;
        this.dram = pj(energy.dramBit());
        this.activationRead = pj(energy.activationBuffer().readBit());
        this.activationWrite = pj(energy.activationBuffer().writeBit());
        this.weightRead = pj(energy.weightBuffer().readBit());
        this.weightWrite = pj(energy.weightBuffer().writeBit());
        this.sumReadAndWrite =
                pj(energy.outputBuffer().readBit()) + pj(energy.outputBuffer().writeBit());
        this.register = pj(energy.registerBit());
    }

    /** Picojoules of all groups. */
    double pj(Mapping mapping, TileRun run) {
        return run.dramBits() * dram
                + run.activationFill() * activationWrite
                + run.weightFill() * weightWrite
                + run.sumFill() * sumReadAndWrite
                + array(mapping);
    }

    /** Never more than {@link #pj}: as if bursts and words were of one bit and nothing were loaded twice into a buffer. */
    double bound(Mapping mapping) {
        return groups()
                        * (mapping.traffic() * dram
                                + problem.bits().activation() * activationWrite
                                + problem.bits().weight() * weightWrite)
                + array(mapping);
    }

    /** What the array takes from the buffers and puts there, and its registers. */
    private double array(Mapping mapping) {
        MatrixOp op = problem.op();
        OpBits bits = problem.bits();
        double activation = (double) mapping.activationPasses() * op.m() * op.k() * bits.activationCode();
        double weight = (double) mapping.weightPasses() * op.k() * op.n() * bits.weightCode();
        double sums = (double) mapping.sumPasses() * op.m() * op.n() * bits.accumulator();
        return groups() * (activation * activationRead + weight * weightRead + sums * sumReadAndWrite)
                + registerBits(mapping) * register;
    }

    /** A stationary operand enters the units' registers once per pass, and so does, without hops, a sum. */
    private double registerBits(Mapping mapping) {
        MatrixOp op = problem.op();
        Dataflow dataflow = problem.hardware().array().dataflow();
        double stationary = switch (dataflow) {
            case OUTPUT_STATIONARY -> 0;
            case WEIGHT_STATIONARY ->
                (double) mapping.weightPasses() * op.k() * op.n() * op.b().bits();
            case INPUT_STATIONARY ->
                (double) mapping.activationPasses() * op.k() * op.m() * op.a().bits();
        };
        boolean hops = problem.hardware().array().interconnect() == Interconnect.SYSTOLIC
                || dataflow == Dataflow.OUTPUT_STATIONARY;
        double sums = hops
                ? 0
                : (double) mapping.sumPasses()
                        * op.m()
                        * op.n()
                        * problem.bits().accumulator();
        return groups() * (stationary + sums);
    }

    private int groups() {
        return problem.op().groups();
    }

    private static double pj(EnergyEntry entry) {
        return entry.value().doubleValue();
    }
}
