package io.bitcycle.training.checkpoint;

import io.bitcycle.energy.EventCounts;
import io.bitcycle.tensor.FloatTensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records to bytes and back, component by component in the order of declaration. Components may be records, sealed interfaces
 * of records, enums, strings, numbers, booleans, {@link EventCounts}, {@link FloatTensor}s, arrays of integers and lists
 * of these. Nothing else is constructed from a file, whatever is in it.
 */
final class RecordCodec {
    /** A list longer than this is a damaged file, not a reason to allocate. */
    private static final int MOST_ELEMENTS = 1 << 28;

    private RecordCodec() {}

    static void write(DataOutputStream out, Type type, Object value) throws IOException {
        if (type instanceof ParameterizedType list) {
            List<?> elements = (List<?>) value;
            out.writeInt(elements.size());
            for (Object element : elements) {
                write(out, list.getActualTypeArguments()[0], element);
            }
        } else if (type == int.class) {
            out.writeInt((int) value);
        } else if (type == long.class) {
            out.writeLong((long) value);
        } else if (type == float.class) {
            out.writeFloat((float) value);
        } else if (type == double.class) {
            out.writeDouble((double) value);
        } else if (type == boolean.class) {
            out.writeBoolean((boolean) value);
        } else if (type == String.class) {
            out.writeUTF((String) value);
        } else if (type == BigInteger.class) {
            out.writeUTF(value.toString());
        } else if (type == EventCounts.class) {
            long[] counts = ((EventCounts) value).toArray();
            out.writeInt(counts.length);
            for (long count : counts) {
                out.writeLong(count);
            }
        } else if (type == int[].class) {
            int[] integers = (int[]) value;
            out.writeInt(integers.length);
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(integers.length, Integer.BYTES));
            bytes.asIntBuffer().put(integers);
            out.write(bytes.array());
        } else if (type == FloatTensor.class) {
            writeTensor(out, (FloatTensor) value);
        } else {
            writeObject(out, (Class<?>) type, value);
        }
    }

    private static void writeObject(DataOutputStream out, Class<?> type, Object value) throws IOException {
        if (type.isEnum()) {
            out.writeUTF(((Enum<?>) value).name());
        } else if (type.isSealed()) {
            out.writeUTF(value.getClass().getSimpleName());
            writeObject(out, value.getClass(), value);
        } else {
            for (RecordComponent component : components(type)) {
                try {
                    write(
                            out,
                            component.getGenericType(),
                            component.getAccessor().invoke(value));
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException(component.toString(), e);
                }
            }
        }
    }

    /** @throws IOException when the bytes are no such value */
    static Object read(DataInputStream in, Type type) throws IOException {
        if (type instanceof ParameterizedType list) {
            int size = length(in);
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                elements.add(read(in, list.getActualTypeArguments()[0]));
            }
            return List.copyOf(elements);
        } else if (type == int.class) {
            return in.readInt();
        } else if (type == long.class) {
            return in.readLong();
        } else if (type == float.class) {
            return in.readFloat();
        } else if (type == double.class) {
            return in.readDouble();
        } else if (type == boolean.class) {
            return in.readBoolean();
        } else if (type == String.class) {
            return in.readUTF();
        } else if (type == BigInteger.class) {
            return new BigInteger(in.readUTF());
        } else if (type == EventCounts.class) {
            long[] counts = new long[length(in)];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.readLong();
            }
            return EventCounts.of(counts);
        } else if (type == int[].class) {
            byte[] bytes = in.readNBytes(Math.multiplyExact(length(in), Integer.BYTES));
            int[] integers = new int[bytes.length / Integer.BYTES];
            ByteBuffer.wrap(bytes).asIntBuffer().get(integers);
            return integers;
        } else if (type == FloatTensor.class) {
            return readTensor(in);
        }
        return readObject(in, (Class<?>) type);
    }

    private static Object readObject(DataInputStream in, Class<?> type) throws IOException {
        if (type.isEnum()) {
            return named(type.getEnumConstants(), in.readUTF(), constant -> ((Enum<?>) constant).name());
        }
        if (type.isSealed()) {
            return readObject(in, named(type.getPermittedSubclasses(), in.readUTF(), Class::getSimpleName));
        }
        RecordComponent[] components = components(type);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = read(in, components[i].getGenericType());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IOException(
                    type.getSimpleName() + ": " + refused.getCause().getMessage(), refused);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }

    private static void writeTensor(DataOutputStream out, FloatTensor tensor) throws IOException {
        out.writeInt(tensor.rank());
        for (int dimension : tensor.shape()) {
            out.writeInt(dimension);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.size(), Float.BYTES));
        bytes.asFloatBuffer().put(tensor.data());
        out.write(bytes.array());
    }

    private static FloatTensor readTensor(DataInputStream in) throws IOException {
        int[] shape = new int[length(in)];
        int size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = length(in);
            size = Math.multiplyExact(size, shape[axis]);
        }
        byte[] bytes = in.readNBytes(Math.multiplyExact(size, Float.BYTES));
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return FloatTensor.of(values, shape);
    }

    private interface Name<T> {
        String of(T item);
    }

    private static <T> T named(T[] known, String name, Name<T> names) throws IOException {
        for (T item : known) {
            if (names.of(item).equals(name)) {
                return item;
            }
        }
        throw new IOException("\"" + name + "\" is not known");
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_ELEMENTS) {
            throw new IOException("a length of " + length);
        }
        return length;
    }

    private static RecordComponent[] components(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
        }
        return components;
    }
}
