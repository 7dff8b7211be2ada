package io.bitcycle.numeric.loops;

/** What the launcher tells HotSpot about vector loops, for benchmarks. */
public final class VectorFlags {
    public static final String ADD_MODULE = "--add-modules=jdk.incubator.vector";
    public static final String QUIET = "-XX:CompileCommand=quiet";
    public static final String LOOPS_APART = "-XX:CompileCommand=dontinline,io.bitcycle.numeric.loops.VectorLoops::*";
    public static final String TILE_LOOPS_APART =
            "-XX:CompileCommand=dontinline,io.bitcycle.numeric.loops.VectorTileLoops::*";
    public static final String SUM_LOOPS_APART =
            "-XX:CompileCommand=dontinline,io.bitcycle.numeric.loops.VectorSumLoops::*";
    public static final String PRODUCT_LOOPS_APART =
            "-XX:CompileCommand=dontinline,io.bitcycle.numeric.loops.VectorProductLoops::*";
    public static final String WIDE_PRODUCT_LOOPS_APART =
            "-XX:CompileCommand=dontinline,io.bitcycle.numeric.loops.VectorWideProductLoops::*";
    public static final String UNCHECKED = "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0";

    /** See {@link Alignment}. */
    public static final String OBJECTS_AT_LINES = "-XX:ObjectAlignmentInBytes=64";

    private VectorFlags() {}
}
