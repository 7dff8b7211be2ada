package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.workload.ActivationShape;
import java.util.List;

/** The shape of an image: what a network takes, or what a layer of a list sees. */
public final class ImageType {
    private static final int MOST_CHANNELS = 1 << 20;
    private static final int LARGEST_SIDE = 65_536;
    private static final Key<Integer> CHANNELS = Key.required("channels", integer(1, MOST_CHANNELS), "Input channels.");
    private static final Key<Integer> HEIGHT = Key.required("height", integer(1, LARGEST_SIDE), "Rows of an image.");
    private static final Key<Integer> WIDTH = Key.required("width", integer(1, LARGEST_SIDE), "Columns of an image.");

    public static final ObjectType<ActivationShape> TYPE =
            new ObjectType<>(List.of(CHANNELS, HEIGHT, WIDTH), ImageType::build);

    private ImageType() {}

    private static ActivationShape build(Fields fields) {
        return new ActivationShape(fields.get(CHANNELS), fields.get(HEIGHT), fields.get(WIDTH));
    }
}
