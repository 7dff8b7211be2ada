package io.bitcycle.workload;

/** One entry of the work list that a layer's pass puts on the accelerator. */
public sealed interface Operation permits MatrixOp, VectorOp {
    /** Name of the layer. */
    String layer();

    /** Training pass it belongs to. */
    TrainingPass pass();
}
