package io.bitcycle.hardware.memory;

/** The three operand buffers. */
public record BuffersConfig(BufferConfig weight, BufferConfig activation, BufferConfig output) {
    public BufferConfig of(Operand operand) {
        return switch (operand) {
            case WEIGHT -> weight;
            case ACTIVATION -> activation;
            case OUTPUT -> output;
        };
    }
}
