package dev.gantry.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Permission bits as numbers, set-group-id included. */
final class Modes {

    private static final int BITS = 07777;

    private Modes() {}

    static void set(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode & BITS);
    }

    static int get(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & BITS;
    }
}
