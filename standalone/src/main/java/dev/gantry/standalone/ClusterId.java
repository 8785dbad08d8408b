package dev.gantry.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The id of a data directory's cluster: eight hex digits, made once. */
final class ClusterId {

    private ClusterId() {}

    static String of(Path dataDirectory) {
        Path file = dataDirectory.resolve("cluster-id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataDirectory);
                Path next = dataDirectory.resolve("cluster-id.next");
                String id = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
                Files.writeString(next, id + "\n");
                Files.move(next, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
