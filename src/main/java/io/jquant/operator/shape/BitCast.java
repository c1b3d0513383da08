package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.nio.ByteBuffer;

/** BitCast: the same bits under another element type of the same width. */
public final class BitCast implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, type(node), node.shape(0));
    }

    private static ElementType type(NodeView node) {
        long code = node.attributes().requireInt("to");
        ElementType type = code == (int) code ? ElementType.ofCode((int) code) : null;
        if (type == null || type == ElementType.STRING) {
            throw new IllegalArgumentException("type " + code + " has no fixed width");
        }
        return type;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        ElementType to = type(call);
        if (in.type().bits() != to.bits()) {
            throw new IllegalArgumentException(
                    in.type() + " and " + to + " do not have the same width");
        }
        if (in.type() == to) {
            call.forward(0, in);
            return;
        }
        Tensor out = call.output(0, to, in.shape());
        if (in.type().storage() == to.storage() && to.bits() >= 8) {
            System.arraycopy(in.storage(), 0, out.storage(), 0, in.size() * to.entriesPerElement());
            return;
        }
        for (int i = 0; i < in.size(); i++) {
            put(out, i, bits(in, i));
        }
    }

    private static ByteBuffer bits(Tensor t, int i) {
        ByteBuffer b = ByteBuffer.allocate(16);
        int entries = t.type().entriesPerElement();
        for (int e = i * entries; e < (i + 1) * entries; e++) {
            switch (t.type().storage()) {
                case FLOATS -> b.putInt(Float.floatToRawIntBits(t.floats()[e]));
                case DOUBLES -> b.putLong(Double.doubleToRawLongBits(t.doubles()[e]));
                case LONGS -> b.putLong(t.longs()[e]);
                case INTS -> b.putInt(t.ints()[e]);
                case SHORTS -> b.putShort(t.shorts()[e]);
                case BYTES -> b.put(t.bytes()[e]);
                case STRINGS -> throw new IllegalArgumentException("strings have no bits");
            }
        }
        return swapped(b.flip(), t.type(), entries);
    }

    /** Pairs of a complex number lie in little-endian order beside a single wider number. */
    private static ByteBuffer swapped(ByteBuffer b, ElementType type, int entries) {
        if (entries == 1) {
            return b;
        }
        ByteBuffer out = ByteBuffer.allocate(16);
        int half = type.bits() / 16;
        out.put(b.duplicate().position(half)).put(b.duplicate().limit(half));
        return out.flip();
    }

    private static void put(Tensor t, int i, ByteBuffer given) {
        int entries = t.type().entriesPerElement();
        ByteBuffer b = swapped(given, t.type(), entries);
        for (int e = i * entries; e < (i + 1) * entries; e++) {
            switch (t.type().storage()) {
                case FLOATS -> t.floats()[e] = Float.intBitsToFloat(b.getInt());
                case DOUBLES -> t.doubles()[e] = Double.longBitsToDouble(b.getLong());
                case LONGS -> t.longs()[e] = b.getLong();
                case INTS -> t.ints()[e] = b.getInt();
                case SHORTS -> t.shorts()[e] = b.getShort();
                case BYTES -> t.bytes()[e] = narrow(b.get(), t.type());
                case STRINGS -> throw new IllegalArgumentException("strings have no bits");
            }
        }
    }

    /** Elements narrower than a byte are held sign-extended or zero-extended. */
    private static byte narrow(byte x, ElementType type) {
        int unused = 8 - type.bits();
        int shifted = (byte) (x << unused);
        boolean signed = type.isInteger() && !type.isUnsigned();
        return (byte) (signed ? shifted >> unused : (shifted & 0xff) >> unused);
    }
}
