/**
 * Forward graphs in ONNX's file format as traces. {@link io.bitcycle.workload.onnx.OnnxReader} reads the protobuf message by
 * its field numbers (onnx.proto3 of ONNX 1.12; they never change) and keeps no weights; {@link
 * io.bitcycle.workload.onnx.GraphWalk} infers shapes and names what is not supported; {@link
 * io.bitcycle.workload.onnx.LayerTree} puts the layers in order, additions as residual blocks.
 */
package io.bitcycle.workload.onnx;
