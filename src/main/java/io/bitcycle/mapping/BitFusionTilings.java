package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The tiling that Bit Fusion's simulator would choose under {@link BitFusionAccounting}: least cycles, then least energy, of
 * all loop orders and all tiles whose extents are powers of two or the whole; output tiles are square, and output channels
 * come in multiples of the array's columns unless the host expands windows.
 */
public final class BitFusionTilings {
    private static final List<List<ConvTiling.Loop>> ORDERS = orders(List.of(), List.of(ConvTiling.Loop.values()));

    private final HardwareConfig hardware;
    private final ConvShape shape;
    private final IntegerFormat activation;
    private final IntegerFormat weight;

    public BitFusionTilings(HardwareConfig hardware, ConvShape shape, IntegerFormat activation, IntegerFormat weight) {
        this.hardware = hardware;
        this.shape = shape;
        this.activation = activation;
        this.weight = weight;
    }

    /**
     * The best tiling.
     *
     * @throws TilesDoNotFitException when half of the buffers holds no tile
     */
    public ConvTiling best() {
        List<ConvTiling> tiles = new ArrayList<>(tiles());
        tiles.sort(Comparator.comparingLong(tile -> accounting(tile).computeCycles()));
        ConvTiling best = null;
        long least = Long.MAX_VALUE;
        double cheapest = 0;
        for (ConvTiling tile : tiles) {
            if (accounting(tile).computeCycles() > least) {
                break;
            }
            for (List<ConvTiling.Loop> order : ORDERS) {
                ConvTiling tiling = tile.inOrder(order);
                BitFusionAccounting.Cost cost = accounting(tiling).cost();
                double energy = cost.energyPj(hardware);
                if (cost.cycles() < least || (cost.cycles() == least && energy < cheapest)) {
                    best = tiling;
                    least = cost.cycles();
                    cheapest = energy;
                }
            }
        }
        if (best == null) {
            throw new TilesDoNotFitException("buffers: half of them holds no tile of " + shape
                    + "; allowed: larger buffers for Bit Fusion's tiles");
        }
        return best;
    }

    private List<ConvTiling> tiles() {
        boolean flattened = hardware.array().depthBlocking() == DepthBlocking.FLATTENED;
        int columns = flattened ? 1 : hardware.array().cols();
        List<ConvTiling> tiles = new ArrayList<>();
        for (int batch : extents(shape.batch(), 1)) {
            for (int side : extents(Math.max(shape.outHeight(), shape.outWidth()), 1)) {
                for (int channels : extents(shape.inChannels(), 1)) {
                    for (int outputs : extents(shape.outChannels(), columns)) {
                        ConvTiling tile = new ConvTiling(
                                batch,
                                Math.min(side, shape.outHeight()),
                                Math.min(side, shape.outWidth()),
                                channels,
                                outputs,
                                ORDERS.get(0));
                        if (accounting(tile).fits()) {
                            tiles.add(tile);
                        }
                    }
                }
            }
        }
        return tiles;
    }

    private BitFusionAccounting accounting(ConvTiling tiling) {
        return new BitFusionAccounting(hardware, shape, activation, weight, tiling);
    }

    /** One unit, two, four and so on, up to the whole. */
    private static List<Integer> extents(int whole, int unit) {
        List<Integer> extents = new ArrayList<>();
        long units = ceilDiv(whole, unit);
        for (long count = 1; count < units; count *= 2) {
            extents.add(Math.toIntExact(count * unit));
        }
        extents.add(whole);
        return extents;
    }

    private static List<List<ConvTiling.Loop>> orders(List<ConvTiling.Loop> outer, List<ConvTiling.Loop> left) {
        if (left.isEmpty()) {
            return List.of(outer);
        }
        List<List<ConvTiling.Loop>> all = new ArrayList<>();
        for (ConvTiling.Loop loop : left) {
            List<ConvTiling.Loop> longer = new ArrayList<>(outer);
            longer.add(loop);
            List<ConvTiling.Loop> rest = new ArrayList<>(left);
            rest.remove(loop);
            all.addAll(orders(longer, rest));
        }
        return all;
    }
}
