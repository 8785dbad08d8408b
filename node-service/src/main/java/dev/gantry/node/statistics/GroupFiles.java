package dev.gantry.node.statistics;

import dev.gantry.node.statistics.Usage.Blocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files of one control group; one that is not there reads as nothing. */
record GroupFiles(Path directory) {

    /** Above this the kernel means that there is no limit. */
    private static final long UNLIMITED = 1L << 60;

    String text(String file) {
        return text(directory.resolve(file));
    }

    /** A file of the kernel without the white space around, empty when it is not there. */
    static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException absent) {
            return "";
        }
    }

    /** {@code max} is the largest number. */
    long number(String file) {
        String text = text(file);
        if (text.equals("max")) {
            return Long.MAX_VALUE;
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    static long limit(long bytes) {
        return bytes >= UNLIMITED ? 0 : bytes;
    }

    /** Lines of a name and a number. */
    Map<String, Long> table(String file) {
        Map<String, Long> all = new HashMap<>();
        for (String line : text(file).lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                all.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        }
        return all;
    }

    Blocks blocksOfVersion1() {
        String bytes = text("blkio.throttle.io_service_bytes_recursive");
        String count = text("blkio.throttle.io_serviced_recursive");
        return new Blocks(
                sum(bytes, " Read "), sum(bytes, " Write "),
                sum(count, " Read "), sum(count, " Write "));
    }

    Blocks blocksOfVersion2() {
        String all = text("io.stat").replace(' ', '\n');
        return new Blocks(
                sum(all, "rbytes="), sum(all, "wbytes="), sum(all, "rios="), sum(all, "wios="));
    }

    /** The numbers behind a word, of all lines. */
    private static long sum(String text, String word) {
        return text.lines()
                .filter(line -> line.contains(word))
                .mapToLong(
                        line -> Long.parseLong(line.substring(line.indexOf(word) + word.length())))
                .sum();
    }
}
