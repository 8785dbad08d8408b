package dev.gantry.backends.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The broker's one password, made at the first start and kept in a file of mode 0600. */
final class Password {

    static final String USER = "gantry";
    private static final int BYTES = 24;

    private Password() {}

    static String in(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            if (!known.isEmpty()) {
                return known;
            }
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path draft = directory.resolve("password.new");
        Files.deleteIfExists(draft);
        Files.createFile(
                draft,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, made);
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return made;
    }

    /** The login module's line for a client. */
    static String client(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                + USER
                + "\" password=\""
                + password
                + "\";";
    }

    /** The same for the broker, which is a client of itself too. */
    static String broker(String password) {
        String client = client(password);
        return client.substring(0, client.length() - 1)
                + " user_"
                + USER
                + "=\""
                + password
                + "\";";
    }
}
