package io.bitcycle.tensor.npy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types of .npy files that this program knows. */
public enum NpyType {
    BOOL("b1", 1, 0, 1),
    INT8("i1", 1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16("i2", 2, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32("i4", 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64("i8", 8, Long.MIN_VALUE, Long.MAX_VALUE),
    UINT8("u1", 1, 0, 0xFF),
    UINT16("u2", 2, 0, 0xFFFF),
    UINT32("u4", 4, 0, 0xFFFFFFFFL),
    /** Only up to 2^63 - 1: values are held as {@code long}. */
    UINT64("u8", 8, 0, Long.MAX_VALUE),
    FLOAT32("f4", 4),
    FLOAT64("f8", 8);

    private final String code;
    private final int bytes;
    private final boolean integer;
    private final long min;
    private final long max;

    NpyType(String code, int bytes, long min, long max) {
        this.code = code;
        this.bytes = bytes;
        this.integer = true;
        this.min = min;
        this.max = max;
    }

    NpyType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
        this.integer = false;
        this.min = 0;
        this.max = 0;
    }

    /** The type of kind and size {@code code}, e.g. {@code f4}: NumPy's type string without the byte order. */
    static Optional<NpyType> of(String code) {
        return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    /** The codes, for messages. */
    static String codes() {
        return Arrays.stream(values()).map(type -> type.code).collect(Collectors.joining(", "));
    }

    /** NumPy's type string: little-endian, or without an order where there is one byte. */
    String descr() {
        return (bytes == 1 ? "|" : "<") + code;
    }

    /** Size of an element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are integers; truth values are 0 and 1. */
    public boolean isInteger() {
        return integer;
    }

    /** Least value of an integer type. */
    long min() {
        return min;
    }

    /** Greatest value of an integer type that is readable. */
    long max() {
        return max;
    }
}
