package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A layer of a network. Activations are [N, C, H, W], or [N, F] after flattening; of text [N, T, F], T words of N samples. A layer keeps what its backward pass
 * needs from the last forward pass in training, so forward and backward alternate, by one thread; inside, the session's
 * workers share the arithmetic over a fixed decomposition.
 *
 * <p>Every operation a layer performs is put on the accelerator: matrix products of quantized layers run on the array, the
 * rest is recorded as vector work with its operations and traffic.
 */
public interface Layer {
    /** The name in reports, unique in its network. */
    String name();

    /** The output for a batch. In training, keeps what {@link #backward} needs. */
    FloatTensor forward(FloatTensor input, Step step);

    /**
     * Overwrites the parameters' gradients and returns the gradient of the loss by the input of the last forward pass, or null
     * when nobody below needs it (the network's first layer).
     */
    FloatTensor backward(FloatTensor outputGradient, Step step);

    /** {@link #forward} of an input that nobody needs any more, so that the output may be written over it. */
    default FloatTensor forwardOver(FloatTensor input, Step step) {
        return forward(input, step);
    }

    /** {@link #backward} of a gradient that nobody needs any more, likewise. */
    default FloatTensor backwardOver(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, step);
    }

    /**
     * Whether the tensors that forward and backward return belong to whoever called: they are new (or written over what was
     * given away) and the layer does not keep them.
     */
    default boolean givesAway() {
        return false;
    }

    /** Whether the input of forward may be kept for backward, or returned: as it is, not as a copy or codes. */
    default boolean keepsInput() {
        return true;
    }

    /** Nothing of a batch goes through it: the gradients of its parameters become 0. */
    default void skip() {
        parameters().forEach(parameter -> Arrays.fill(parameter.gradient().data(), 0f));
    }

    /** Trainable parameters, in a fixed order. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * What it carries from iteration to iteration beside its parameters, e.g. running statistics, in a fixed order. The tensors
     * are live: a checkpoint is restored by writing into them.
     */
    default Map<String, FloatTensor> state() {
        return Map.of();
    }

    /** Its coordinate in the {@link ErrorNoise}, if it rounds errors with noise. */
    default OptionalInt noiseLayer() {
        return OptionalInt.empty();
    }

    /**
     * The next batch begins its samples: what was carried over from the last one is forgotten. Training and evaluation carry
     * states of their own.
     */
    default void begin(boolean training) {}

    /** The layers inside this one, itself excluded. */
    default List<Layer> children() {
        return List.of();
    }
}
