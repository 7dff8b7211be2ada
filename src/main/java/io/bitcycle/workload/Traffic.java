package io.bitcycle.workload;

/**
 * What an op of the vector unit moves from or to DRAM, by kind of number: how many bits each kind takes is the hwconfig's to
 * say.
 *
 * @param words numbers at the vector unit's own width
 * @param stash batch norm inputs kept for the backward pass, at {@code vector.stash_bits}: written, a copy at that width, or
 *     nothing where it is the vector unit's own and the input that is in DRAM anyway serves
 * @param codes packed codes, at the storage width of {@code codeBits}
 * @param codeBits width of each code
 * @param bits single bits: masks and indices
 */
public record Traffic(long words, long stash, long codes, int codeBits, long bits) {
    /** Nothing moves. */
    public static final Traffic NONE = words(0);

    public static Traffic words(long words) {
        return new Traffic(words, 0, 0, 0, 0);
    }

    public static Traffic codes(long codes, int codeBits) {
        return new Traffic(0, 0, codes, codeBits, 0);
    }

    public static Traffic bits(long bits) {
        return new Traffic(0, 0, 0, 0, bits);
    }

    /** The same with fewer words. */
    Traffic without(long fewer) {
        if (fewer > words) {
            throw new IllegalArgumentException(fewer + " of " + words + " words");
        }
        return new Traffic(words - fewer, stash, codes, codeBits, bits);
    }

    /** The same with codes of another width. */
    public Traffic withCodeBits(int newBits) {
        return new Traffic(words, stash, codes, newBits, bits);
    }

    public Traffic andStash(long more) {
        return new Traffic(words, stash + more, codes, codeBits, bits);
    }

    public Traffic andBits(long more) {
        return new Traffic(words, stash, codes, codeBits, bits + more);
    }
}
