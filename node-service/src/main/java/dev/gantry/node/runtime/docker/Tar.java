package dev.gantry.node.runtime.docker;

import java.nio.charset.StandardCharsets;

/** An archive of one executable file, in the ustar form. */
final class Tar {

    private static final int BLOCK = 512;

    private Tar() {}

    static byte[] ofOne(String name, byte[] content) {
        int blocks = (content.length + BLOCK - 1) / BLOCK;
        byte[] out = new byte[BLOCK * (1 + blocks + 2)];
        put(out, 0, name);
        put(out, 100, "0000755");
        put(out, 108, "0000000");
        put(out, 116, "0000000");
        put(out, 124, "%011o".formatted(content.length));
        put(out, 136, "%011o".formatted(0));
        put(out, 148, "        ");
        out[156] = '0';
        put(out, 257, "ustar\000" + "00");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += out[i] & 0xff;
        }
        put(out, 148, "%06o\000 ".formatted(sum));
        System.arraycopy(content, 0, out, BLOCK, content.length);
        return out;
    }

    private static void put(byte[] out, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, out, at, bytes.length);
    }
}
