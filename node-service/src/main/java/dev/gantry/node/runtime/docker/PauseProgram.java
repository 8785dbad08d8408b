package dev.gantry.node.runtime.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The program that holds a sandbox: it waits, reaps orphans of a shared process namespace by
 * ignoring SIGCHLD, and exits on SIGTERM. A static executable of a few hundred bytes, so that no
 * image has to be had from anywhere.
 *
 * <p>Both variants: {@code rt_sigaction(SIGCHLD, SIG_IGN)}, {@code rt_sigaction(SIGTERM, exit)},
 * wait for signals for ever.
 */
final class PauseProgram {

    private static final long BASE = 0x400000L;
    private static final int HEADERS = 64 + 56;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    private PauseProgram() {}

    /**
     * @param architecture {@code amd64} or {@code arm64}
     * @throws IllegalArgumentException for any other
     */
    static byte[] executable(String architecture) {
        return switch (architecture) {
            case "amd64" -> elf(X86_64, amd64());
            case "arm64" -> elf(AARCH64, arm64());
            default ->
                    throw new IllegalArgumentException(
                            "no sandbox program for the architecture " + architecture);
        };
    }

    private static byte[] elf(int machine, byte[] code) {
        int size = HEADERS + code.length;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 2).putShort((short) machine).putInt(1);
        out.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        out.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        // one segment, readable and executable: the whole file
        out.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        out.putLong(size).putLong(size).putLong(0x10000);
        return out.put(code).array();
    }

    private static byte[] amd64() {
        String code =
                "488d3541000000" // lea rsi, [ignore]
                        + "bf11000000" // mov edi, SIGCHLD
                        + "31d2" // xor edx, edx
                        + "41ba08000000" // mov r10d, 8
                        + "b80d000000" // mov eax, rt_sigaction
                        + "0f05" // syscall
                        + "488d3546000000" // lea rsi, [leave]
                        + "bf0f000000" // mov edi, SIGTERM
                        + "31d2"
                        + "41ba08000000"
                        + "b80d000000"
                        + "0f05"
                        + "b822000000" // wait: mov eax, pause
                        + "0f05"
                        + "ebf7" // jmp wait
                        + "31ff" // exit: xor edi, edi
                        + "b8e7000000" // mov eax, exit_group
                        + "0f05";
        byte[] text = HexFormat.of().parseHex(code);
        return withActions(text, 0x3f);
    }

    private static byte[] arm64() {
        int ignore = 22 * 4;
        ByteBuffer out = ByteBuffer.allocate(ignore).order(ByteOrder.LITTLE_ENDIAN);
        action(out, 17, ignore);
        action(out, 15, ignore + 32);
        for (int register = 0; register < 4; register++) {
            out.putInt(move(register, 0));
        }
        out.putInt(move(8, 73)).putInt(CALL); // ppoll
        out.putInt(0x14000000 | (-6 & 0x3ffffff)); // back to the first move
        int exit = out.position();
        out.putInt(move(0, 0)).putInt(move(8, 94)).putInt(CALL); // exit_group
        return withActions(out.array(), exit);
    }

    private static final int CALL = 0xd4000001;

    private static void action(ByteBuffer out, int signal, int action) {
        int distance = action - out.position();
        out.putInt(0x10000000 | (distance & 3) << 29 | (distance >> 2 & 0x7ffff) << 5 | 1);
        out.putInt(move(0, signal)).putInt(move(2, 0)).putInt(move(3, 8));
        out.putInt(move(8, 134)).putInt(CALL); // rt_sigaction
    }

    private static int move(int register, int value) {
        return 0xd2800000 | value << 5 | register;
    }

    /** Appends the two {@code sigaction} records: handler, flags, restorer, mask. */
    private static byte[] withActions(byte[] text, int exitOffset) {
        long exit = BASE + HEADERS + exitOffset;
        ByteBuffer out =
                ByteBuffer.allocate(text.length + 64).order(ByteOrder.LITTLE_ENDIAN).put(text);
        out.putLong(1).putLong(0).putLong(0).putLong(0);
        out.putLong(exit).putLong(0x04000000).putLong(exit).putLong(0);
        return out.array();
    }
}
