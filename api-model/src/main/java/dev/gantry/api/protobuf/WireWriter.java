package dev.gantry.api.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes protobuf's wire format into a growing buffer. */
final class WireWriter {

    private byte[] bytes = new byte[256];
    private int size;

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    void varintField(int number, long value) {
        varint((long) number << 3 | WireReader.VARINT);
        varint(value);
    }

    void doubleField(int number, double value) {
        varint((long) number << 3 | WireReader.FIXED64);
        long bits = Double.doubleToLongBits(value);
        reserve(8);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    void textField(int number, String text) {
        bytesField(number, text.getBytes(StandardCharsets.UTF_8));
    }

    void bytesField(int number, byte[] value) {
        varint((long) number << 3 | WireReader.BYTES);
        varint(value.length);
        append(value);
    }

    void messageField(int number, WireWriter message) {
        varint((long) number << 3 | WireReader.BYTES);
        varint(message.size);
        reserve(message.size);
        System.arraycopy(message.bytes, 0, bytes, size, message.size);
        size += message.size;
    }

    private void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
