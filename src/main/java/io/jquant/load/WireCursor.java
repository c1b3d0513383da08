package io.jquant.load;

import java.nio.ByteBuffer;

/** Walks over the fields of a protobuf message without interpreting them. */
final class WireCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private final ByteBuffer bytes;
    private final int end;
    private int at;
    private int field;
    private int wireType;
    private int start;
    private int contentStart;

    WireCursor(ByteBuffer bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Goes to the next field; false at the end of the message. */
    boolean next() throws MalformedException {
        if (at == end) {
            return false;
        }
        start = at;
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field == 0 || tag >>> 32 != 0) {
            throw new MalformedException("no field begins at byte " + start);
        }
        contentStart = at;
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            case LENGTH -> {
                long length = varint();
                contentStart = at;
                skip(length);
            }
            default ->
                    throw new MalformedException(
                            "undefined wire type " + wireType + " at byte " + start);
        }
        return true;
    }

    /** The number of the present field. */
    int field() {
        return field;
    }

    /** Is the content of the present field bytes, text, a message or packed numbers? */
    boolean isLength() {
        return wireType == LENGTH;
    }

    /** Where the present field begins with its tag. */
    int start() {
        return start;
    }

    /** Where the content of the present field begins. */
    int contentStart() {
        return contentStart;
    }

    /** Where the present field ends. */
    int end() {
        return at;
    }

    private void skip(long count) throws MalformedException {
        if (count < 0 || count > end - at) {
            throw new MalformedException(
                    "the field at byte "
                            + start
                            + " claims "
                            + (count < 0 ? "a negative number of" : Long.toString(count))
                            + " bytes, "
                            + (end - at)
                            + " are there");
        }
        at += (int) count;
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new MalformedException("it ends inside the field at byte " + start);
            }
            byte b = bytes.get(at++);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedException("a number of more than 64 bits at byte " + start);
    }
}
