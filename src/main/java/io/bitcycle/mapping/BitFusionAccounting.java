package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.EnergyConfig;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvShape;
import java.util.EnumSet;
import java.util.Set;

/**
 * Cycles and accesses of a tiled convolution as the published results of BitFusion (Sharma et al., ISCA 2018, and its
 * simulator's data) account for them, so that they can be checked to the last bit. The rules, worked out from the published
 * numbers, and where {@link Mapper} differs:
 *
 * <ul>
 *   <li>Every tile is charged in full, at the edges of a dimension too; tiles of activations overlap by the kernel, and the
 *       overlap is loaded again. The mapper cuts the last tile to the op.
 *   <li>Weights fill whole steps of the array along the depth, sums whole columns.
 *   <li>From the innermost loop outwards an operand's tiles stay on chip as long as half of its buffer holds all that the
 *       loops touch. Sums that come on chip are loaded, also the first time, when the mapper knows that they are 0.
 *   <li>Each product reads both operands from the buffers; the mapper reads once per row or column of units. A sum is read
 *       and written once per tile.
 *   <li>The load of the first resident tiles and the store of the last ones stand alone; all other transfers of a layer
 *       overlap all its computation. The mapper's buffers run ahead by one tile only.
 * </ul>
 */
public final class BitFusionAccounting {
    /**
     * What a layer takes.
     *
     * @param weight accesses to the weight buffer
     * @param activation accesses to the activation buffer
     * @param output accesses to the output buffer
     * @param dram accesses to DRAM
     */
    public record Cost(long computeCycles, long stallCycles, Bits weight, Bits activation, Bits output, Bits dram) {
        public long cycles() {
            return computeCycles + stallCycles;
        }

        /** What the simulator charges: cycles of the whole array, idle units included, and bits; no leakage. */
        public double energyPj(HardwareConfig hardware) {
            EnergyConfig energy = hardware.energy();
            double perCycle =
                    energy.mac().get(energy.mac().size() - 1).energy().value().doubleValue();
            return computeCycles
                            * perCycle
                            * (energy.macEvent() == EnergyConfig.MacEvent.ARRAY_CYCLE
                                    ? 1
                                    : hardware.array().units())
                    + weight.energyPj(energy.weightBuffer())
                    + activation.energyPj(energy.activationBuffer())
                    + output.energyPj(energy.outputBuffer())
                    + (dram.read() + dram.written()) * energy.dramBit().value().doubleValue();
        }
    }

    /** Bits read and written. */
    public record Bits(long read, long written) {
        private double energyPj(EnergyConfig.BufferEnergy buffer) {
            return read * buffer.readBit().value().doubleValue()
                    + written * buffer.writeBit().value().doubleValue();
        }
    }

    /** What DRAM moves of an operand one way, and the most of it that is on chip at once. */
    private record Resident(long traffic, long most) {}

    private final HardwareConfig hardware;
    private final ConvShape shape;
    private final ConvTiling tiling;
    private final int activationBits;
    private final int weightBits;
    private final int depthPerStep;
    private final int cyclesPerStep;

    public BitFusionAccounting(
            HardwareConfig hardware,
            ConvShape shape,
            IntegerFormat activation,
            IntegerFormat weight,
            ConvTiling tiling) {
        this.hardware = hardware;
        this.shape = shape;
        this.tiling = tiling;
        this.activationBits = hardware.dram().storage().bitsFor(activation.bits());
        this.weightBits = hardware.dram().storage().bitsFor(weight.bits());
        MacConfig mac = hardware.array().mac();
        this.cyclesPerStep = mac.family().cyclesPerStep(mac, activation.bits(), weight.bits());
        this.depthPerStep =
                hardware.array().rows() * mac.family().productsPerStep(mac, activation.bits(), weight.bits());
    }

    /** Whether half of each buffer holds its tile. */
    boolean fits() {
        return weightTileBits() <= hardware.buffers().weight().tileBits()
                && activationTileBits() <= hardware.buffers().activation().tileBits()
                && sumTileBits() <= hardware.buffers().output().tileBits();
    }

    /** Cycles of all tiles, whatever their order. */
    long computeCycles() {
        return tiles() * tileCycles();
    }

    /**
     * Cycles and accesses.
     *
     * @throws IllegalArgumentException when half of a buffer does not hold its tile
     */
    public Cost cost() {
        Resident weights = resident(
                Operand.WEIGHT, EnumSet.of(ConvTiling.Loop.CHANNELS, ConvTiling.Loop.OUTPUTS), weightTileBits());
        Resident activations = resident(
                Operand.ACTIVATION, EnumSet.complementOf(EnumSet.of(ConvTiling.Loop.OUTPUTS)), activationTileBits());
        Resident sums =
                resident(Operand.OUTPUT, EnumSet.complementOf(EnumSet.of(ConvTiling.Loop.CHANNELS)), sumTileBits());

        long tiles = tiles();
        long outputs = (long) tiling.outputs() * tiling.height() * tiling.width() * tiling.batch();
        long products = tiles * outputs * kernel() * tiling.channels();
        long sumAccesses = sums.traffic() + tiles * outputs * accumulatorBits();
        long read = weights.traffic() + activations.traffic() + sums.traffic();
        long compute = computeCycles();
        long first = weights.most() + activations.most() + sums.most();
        long overlapped = transferCycles(read + sums.traffic() - first - sums.most());
        long alone = transferCycles(first) + transferCycles(sums.most());
        return new Cost(
                compute,
                Math.max(0, overlapped - compute) + alone,
                new Bits(products * weightBits, weights.traffic()),
                new Bits(products * activationBits, activations.traffic()),
                new Bits(sumAccesses, sumAccesses),
                new Bits(read, sums.traffic()));
    }

    private Resident resident(Operand operand, Set<ConvTiling.Loop> along, long tileBits) {
        long half = hardware.buffers().of(operand).tileBits();
        if (tileBits > half) {
            throw new IllegalArgumentException(
                    operand + " tile of " + tileBits + " bits; half of its buffer holds " + half);
        }
        long traffic = tileBits;
        long most = tileBits;
        boolean fits = true;
        for (int i = tiling.order().size() - 1; i >= 0; i--) {
            ConvTiling.Loop loop = tiling.order().get(i);
            if (!fits || along.contains(loop)) {
                traffic *= trips(loop);
                fits = fits && traffic <= half;
                most = fits ? traffic : most;
            }
        }
        return new Resident(traffic, most);
    }

    private long weightTileBits() {
        long depth = kernel() * tiling.channels();
        return ceilDiv(depth, depthPerStep) * depthPerStep * tiling.outputs() * weightBits;
    }

    private long activationTileBits() {
        long perImage = flattened()
                ? (long) tiling.height() * tiling.width() * kernel()
                : (shape.kernelHeight() + (tiling.height() - 1L) * shape.stride())
                        * (shape.kernelWidth() + (tiling.width() - 1L) * shape.stride());
        return perImage * tiling.channels() * tiling.batch() * activationBits;
    }

    private long sumTileBits() {
        long cols = hardware.array().cols();
        long outputs = ceilDiv(tiling.outputs(), cols) * cols;
        return outputs * tiling.height() * tiling.width() * tiling.batch() * accumulatorBits();
    }

    private long tileCycles() {
        ArrayConfig array = hardware.array();
        long steps = flattened()
                ? ceilDiv(kernel() * tiling.channels(), depthPerStep)
                : kernel() * ceilDiv(tiling.channels(), depthPerStep);
        return (long) tiling.batch()
                * tiling.height()
                * tiling.width()
                * ceilDiv(tiling.outputs(), array.cols())
                * steps
                * cyclesPerStep;
    }

    private long tiles() {
        long tiles = 1;
        for (ConvTiling.Loop loop : tiling.order()) {
            tiles *= trips(loop);
        }
        return tiles;
    }

    private long trips(ConvTiling.Loop loop) {
        return switch (loop) {
            case BATCH -> ceilDiv(shape.batch(), tiling.batch());
            case HEIGHT -> ceilDiv(shape.outHeight(), tiling.height());
            case WIDTH -> ceilDiv(shape.outWidth(), tiling.width());
            case CHANNELS -> ceilDiv(shape.inChannels(), tiling.channels());
            case OUTPUTS -> ceilDiv(shape.outChannels(), tiling.outputs());
        };
    }

    /** The host expands windows (im2col), as BitFusion has it for first layers. */
    private boolean flattened() {
        return hardware.array().depthBlocking() == DepthBlocking.FLATTENED;
    }

    private long kernel() {
        return (long) shape.kernelHeight() * shape.kernelWidth();
    }

    private int accumulatorBits() {
        return hardware.array().mac().accumulatorBits();
    }

    private long transferCycles(long bits) {
        return hardware.dram().cycles(bits);
    }
}
