package io.bitcycle.tensor.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the header of an .npy file says.
 *
 * @param order byte order of the elements
 * @param fortranOrder whether the first index varies fastest in the file, not the last
 * @param shape dimensions, outermost first
 */
record NpyHeader(NpyType type, ByteOrder order, boolean fortranOrder, int[] shape) {
    /** 0x93 and the letters NUMPY. */
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy's own limit on the number of axes (NPY_MAXDIMS of NumPy 2). */
    static final int MAX_RANK = 64;

    /** NumPy starts the elements at a multiple of this, so that files can be mapped into memory. */
    private static final int ALIGNMENT = 64;

    /** NumPy leaves room for a first dimension of 21 digits, so that arrays can grow in place. */
    private static final int GROWTH_DIGITS = 21;

    /** The header as NumPy writes it, from the magic to the line feed: version 1.0, little-endian, C order. */
    static byte[] bytes(NpyType type, int... shape) {
        String dims = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? "(" + dims + ",)" : "(" + dims + ")";
        String dict = "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int growth = shape.length == 0
                ? 0
                : GROWTH_DIGITS - Integer.toString(shape[0]).length();
        int prefix = MAGIC.length + 4;
        int unaligned = prefix + dict.length() + growth + 1;
        // NumPy adds a whole alignment where none is needed.
        int total = unaligned + ALIGNMENT - unaligned % ALIGNMENT;
        byte[] bytes = new byte[total];
        Arrays.fill(bytes, (byte) ' ');
        bytes[total - 1] = '\n';
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (total - prefix))
                .put(dict.getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }
}
