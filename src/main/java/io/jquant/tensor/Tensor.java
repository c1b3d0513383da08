package io.jquant.tensor;

import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A dense tensor in row-major order. Immutable by convention once it is built: whoever holds one
 * may share it.
 *
 * <p>The array behind it may be longer than the tensor (buffers are reused while a model runs):
 * entries behind {@link #size} mean nothing, and code must take its bounds from {@code size}, never
 * from {@code array.length}.
 */
public final class Tensor implements RuntimeValue {
    /**
     * The longest array a JVM allocates: the limit for the elements of a tensor that is computed.
     */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    /** So many entries of a lazy tensor are given up when memory is short, and read again. */
    private static final int LARGE = 1 << 16;

    private final ElementType type;
    private final Shape shape;
    private final TensorSource source;
    private volatile Object storage;

    /** Takes the place of {@link #storage} where much can be read again when memory is short. */
    private volatile SoftReference<Object> readable;

    private Tensor(ElementType type, Shape shape, Object storage, TensorSource source) {
        this.type = type;
        this.shape = shape;
        this.storage = storage;
        this.source = source;
    }

    /**
     * A tensor over an array, which is not copied.
     *
     * @param storage the array that {@link ElementType#storage} names, at least as long as the
     *     tensor
     */
    public static Tensor of(ElementType type, Shape shape, Object storage) {
        int have = Array.getLength(storage);
        long need = Math.multiplyExact(shape.size(), (long) type.entriesPerElement());
        if (have < need) {
            throw new IllegalArgumentException(have + " entries for " + type + shape);
        }
        check(type, storage);
        return new Tensor(type, shape, storage, null);
    }

    /** A tensor whose elements are read at first use. */
    public static Tensor lazy(ElementType type, Shape shape, TensorSource source) {
        return new Tensor(type, shape, null, source);
    }

    /** A new tensor of zeros (of nulls for strings). */
    public static Tensor zeros(ElementType type, Shape shape) {
        return of(type, shape, newStorage(type, shape.size()));
    }

    public static Tensor of(Shape shape, float... values) {
        return of(ElementType.FLOAT, shape, values);
    }

    public static Tensor of(Shape shape, long... values) {
        return of(ElementType.INT64, shape, values);
    }

    public static Tensor scalar(float value) {
        return of(Shape.SCALAR, value);
    }

    public static Tensor scalar(long value) {
        return of(Shape.SCALAR, value);
    }

    /** A vector of int64, as ONNX takes shapes, axes and the like. */
    public static Tensor vector(long... values) {
        return of(Shape.of(values.length), values.clone());
    }

    /** A new array for this many elements. */
    public static Object newStorage(ElementType type, long elements) {
        int n = Math.toIntExact(Math.multiplyExact(elements, (long) type.entriesPerElement()));
        return switch (type.storage()) {
            case FLOATS -> new float[n];
            case DOUBLES -> new double[n];
            case LONGS -> new long[n];
            case INTS -> new int[n];
            case SHORTS -> new short[n];
            case BYTES -> new byte[n];
            case STRINGS -> new String[n];
        };
    }

    private static void check(ElementType type, Object storage) {
        Class<?> want =
                switch (type.storage()) {
                    case FLOATS -> float[].class;
                    case DOUBLES -> double[].class;
                    case LONGS -> long[].class;
                    case INTS -> int[].class;
                    case SHORTS -> short[].class;
                    case BYTES -> byte[].class;
                    case STRINGS -> String[].class;
                };
        if (storage.getClass() != want) {
            throw new IllegalArgumentException(
                    type + " is not held in " + storage.getClass().getSimpleName());
        }
    }

    public ElementType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    public int rank() {
        return shape.rank();
    }

    /** Size of an axis; negative axes count from the end. */
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /** Number of elements of a tensor that fits into memory. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    /** Is the data already an array, or would asking for it read a file? */
    public boolean isMaterialized() {
        return held() != null;
    }

    private Object held() {
        Object s = storage;
        SoftReference<Object> again = s == null ? readable : null;
        return again == null ? s : again.get();
    }

    /** The array behind the tensor; see the class comment about its length. */
    public Object storage() {
        Object s = held();
        if (s == null) {
            synchronized (source) {
                s = held();
                if (s == null) {
                    s = source.read();
                    check(type, s);
                    if (Array.getLength(s) >= LARGE) {
                        readable = new SoftReference<>(s);
                    } else {
                        storage = s;
                    }
                }
            }
        }
        return s;
    }

    /** Where the elements come from, or null when the tensor was built over an array. */
    public TensorSource source() {
        return source;
    }

    public float[] floats() {
        return (float[]) storage();
    }

    public double[] doubles() {
        return (double[]) storage();
    }

    public long[] longs() {
        return (long[]) storage();
    }

    public int[] ints() {
        return (int[]) storage();
    }

    public short[] shorts() {
        return (short[]) storage();
    }

    public byte[] bytes() {
        return (byte[]) storage();
    }

    public String[] strings() {
        return (String[]) storage();
    }

    /** The same elements under another shape of the same size; the array is shared. */
    public Tensor reshape(Shape to) {
        if (to.size() != shape.size()) {
            throw new IllegalArgumentException("cannot reshape " + shape + " to " + to);
        }
        return new Tensor(type, to, storage(), null);
    }

    /**
     * An integer or bool element as long (unsigned types zero-extended, uint64 as its bit pattern).
     */
    public long longAt(int index) {
        return switch (type) {
            case INT64, UINT64 -> longs()[index];
            case INT32 -> ints()[index];
            case UINT32 -> Integer.toUnsignedLong(ints()[index]);
            case INT16 -> shorts()[index];
            case UINT16 -> Short.toUnsignedLong(shorts()[index]);
            case INT8, INT4, INT2 -> bytes()[index];
            case UINT8, UINT4, UINT2, BOOL -> Byte.toUnsignedLong(bytes()[index]);
            default -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    /** A new array with the elements of an integer or bool tensor. */
    public long[] toLongs() {
        if (type == ElementType.INT64) {
            return Arrays.copyOf(longs(), size());
        }
        long[] out = new long[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = longAt(i);
        }
        return out;
    }

    /** The elements of an integer tensor as int. */
    public int[] toInts() {
        long[] wide = toLongs();
        int[] out = new int[wide.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(wide[i]);
        }
        return out;
    }

    @Override
    public String toString() {
        return type + shape.toString();
    }
}
