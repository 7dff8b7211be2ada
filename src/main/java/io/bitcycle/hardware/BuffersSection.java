package io.bitcycle.hardware;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.util.List;

/** {@code buffers}: one per operand. */
final class BuffersSection {
    private static final Key<Integer> KIB =
            Key.required("kib", integer(1, 1 << 20), "Capacity in KiB, both halves together.");
    private static final Key<Integer> ACCESS_BITS =
            Key.required("access_bits", integer(1, 65536), "Width of one access of one bank, in bits.");
    private static final Key<Integer> BANKS =
            Key.required("banks", integer(1, 4096), "Banks that can be accessed in the same cycle.");
    private static final ObjectType<BufferConfig> BUFFER =
            new ObjectType<>(List.of(KIB, ACCESS_BITS, BANKS), BuffersSection::build);

    private static final Key<BufferConfig> WEIGHT = Key.required("weight", BUFFER, "Holds operand B, K x N.");
    private static final Key<BufferConfig> ACTIVATION = Key.required("activation", BUFFER, "Holds operand A, M x K.");
    private static final Key<BufferConfig> OUTPUT = Key.required("output", BUFFER, "Holds the partial sums, M x N.");

    static final ObjectType<BuffersConfig> TYPE = new ObjectType<>(
            List.of(WEIGHT, ACTIVATION, OUTPUT),
            fields -> new BuffersConfig(fields.get(WEIGHT), fields.get(ACTIVATION), fields.get(OUTPUT)));

    private BuffersSection() {}

    private static BufferConfig build(Fields fields) {
        BufferConfig buffer = new BufferConfig(fields.get(KIB), fields.get(ACCESS_BITS), fields.get(BANKS));
        long bits = 2 * buffer.tileBits();
        if (bits % buffer.bitsPerCycle() != 0) {
            fields.problem(
                    ACCESS_BITS.name(),
                    "is " + buffer.accessBits() + "; allowed: a width that, times " + buffer.banks()
                            + (buffer.banks() == 1 ? " bank" : " banks") + ", divides the buffer's " + bits
                            + " bits, since a bank holds whole words");
        }
        return buffer;
    }
}
