package io.bitcycle.workload.work;

/**
 * A trainable parameter.
 *
 * @param name inside its layer, e.g. {@code weight}
 * @param size numbers
 */
public record ParameterSize(String layer, String name, long size) {}
