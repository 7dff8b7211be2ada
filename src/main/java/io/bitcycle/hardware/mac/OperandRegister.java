package io.bitcycle.hardware.mac;

/**
 * How a unit's operand register holds the codes of its lanes: an int per lane, or all lanes side by side in one int, as the
 * circuit has them.
 *
 * @param lanes operands of a unit
 * @param laneBits bits of a packed lane, 0 for an int per lane
 * @param signed whether a packed lane is two's complement
 */
public record OperandRegister(int lanes, int laneBits, boolean signed) {
    static OperandRegister plain(int lanes) {
        return new OperandRegister(lanes, 0, false);
    }

    /** Ints of one register. */
    public int words() {
        return laneBits == 0 ? lanes : 1;
    }

    /** Puts {@code count} codes into the first lanes of the register at {@code out[at ...]}; the other lanes are 0. */
    public void load(int[] codes, int from, int count, int[] out, int at) {
        if (laneBits == 0) {
            for (int lane = 0; lane < lanes; lane++) {
                out[at + lane] = lane < count ? codes[from + lane] : 0;
            }
            return;
        }
        int word = 0;
        for (int lane = 0; lane < count; lane++) {
            word |= (codes[from + lane] & mask()) << (lane * laneBits);
        }
        out[at] = word;
    }

    /** The code in one lane of the register at {@code words[at ...]}. */
    public int code(int[] words, int at, int lane) {
        if (laneBits == 0) {
            return words[at + lane];
        }
        int code = (words[at] >> (lane * laneBits)) & mask();
        return signed ? code << (Integer.SIZE - laneBits) >> (Integer.SIZE - laneBits) : code;
    }

    private int mask() {
        return (int) ((1L << laneBits) - 1);
    }
}
