package io.bitcycle.mapping;

/** An array that runs an op tile by tile, in step with the pipeline of loads and stores. */
@FunctionalInterface
public interface TileRunner {
    /**
     * Runs one tile.
     *
     * @param group of the op
     * @param ports what a fold asks of the buffers' ports
     * @param start the cycle in which the tile's operands are there and its results have a place
     * @return the cycles it takes from then on
     */
    long run(int group, Region tile, FoldPorts ports, long start);
}
