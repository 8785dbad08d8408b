package dev.gantry.api.protobuf;

import java.nio.charset.StandardCharsets;

/** Reads protobuf's wire format from a slice of bytes. */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The next field's number shifted left by three, with its wire type. */
    int tag() {
        return (int) varint();
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("proto: integer overflow");
    }

    long fixed64() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) (next() & 0xff) << shift;
        }
        return value;
    }

    /** A reader of the length-delimited value that stands here; moves past it. */
    WireReader message() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("unexpected EOF");
        }
        WireReader inner = new WireReader(bytes, at, at + (int) length);
        at += (int) length;
        return inner;
    }

    String text() {
        WireReader inner = message();
        return new String(bytes, inner.at, inner.end - inner.at, StandardCharsets.UTF_8);
    }

    byte[] raw() {
        WireReader inner = message();
        return java.util.Arrays.copyOfRange(bytes, inner.at, inner.end);
    }

    void skip(int wireType) {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> message();
            case FIXED32 -> {
                for (int i = 0; i < 4; i++) {
                    next();
                }
            }
            default -> throw new IllegalArgumentException("proto: illegal wireType " + wireType);
        }
    }

    private byte next() {
        if (at >= end) {
            throw new IllegalArgumentException("unexpected EOF");
        }
        return bytes[at++];
    }
}
