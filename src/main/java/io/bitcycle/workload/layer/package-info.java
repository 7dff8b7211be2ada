/**
 * Kinds of layers, one class each: what it is called in traces and which keys it has there ({@code KIND}), what shape it
 * makes of its input, and which products it computes. A new kind is such a class and one line in {@link
 * io.bitcycle.workload.layer.LayerKinds}.
 */
package io.bitcycle.workload.layer;
