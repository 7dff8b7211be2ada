package io.bitcycle.hardware.mac;

import io.bitcycle.numeric.IntegerFormat;

/** How a term-serial unit writes an operand as a sum of signed powers of two. */
public enum TermEncoding {
    /** The 1 bits of the code (BitPragmatic's oneffsets); the sign bit of a signed one is negative. */
    ONEFFSET {
        @Override
        public int negativeTerms(int value, IntegerFormat format) {
            return value < 0 ? 1 << (format.bits() - 1) : 0;
        }
    },
    /** The digits -2, -1, 1 and 2 of the modified (radix-4) Booth code: MacSorley, Proc. IRE 1961. */
    BOOTH {
        @Override
        public int negativeTerms(int value, IntegerFormat format) {
            int terms = 0;
            for (int i = 0; i < DIGITS; i++) {
                int below = i == 0 ? 0 : (value >> (2 * i - 1)) & 1;
                int digit = ((value >> (2 * i)) & 1) + below - 2 * ((value >> (2 * i + 1)) & 1);
                terms |= digit < 0 ? -digit << (2 * i) : 0;
            }
            return terms;
        }
    };

    /** Digits of a code of 16 bits and the carry of an unsigned one. */
    private static final int DIGITS = IntegerFormat.MAX_BITS / 2 + 1;

    /** The powers of two that are subtracted, as a bit mask. */
    public abstract int negativeTerms(int value, IntegerFormat format);

    /** The powers of two that are added, as a bit mask: value = positive - negative. */
    public final int positiveTerms(int value, IntegerFormat format) {
        return value + negativeTerms(value, format);
    }

    /** How many terms a value has. */
    public final int terms(int value, IntegerFormat format) {
        int negative = negativeTerms(value, format);
        return Integer.bitCount(negative) + Integer.bitCount(value + negative);
    }
}
