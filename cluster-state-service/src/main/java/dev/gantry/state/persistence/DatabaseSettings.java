package dev.gantry.state.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The PostgreSQL database of the state service, version 15 or later.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE}; never a read replica's
 * @param user role that owns the database
 * @param password of the role; {@code passwordFile} is the safer way
 * @param passwordFile file whose first line is the password
 * @param poolSize how many connections serve reads
 * @param statementTimeout after which the database gives up on a statement
 */
@ConfigurationProperties("gantry.state.database")
public record DatabaseSettings(
        String url,
        @DefaultValue("gantry") String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue("4") int poolSize,
        @DefaultValue("10s") Duration statementTimeout) {

    /**
     * The password, read from its file when there is one.
     *
     * @throws IllegalStateException when the file cannot be read
     */
    String secret() {
        if (passwordFile == null) {
            return password == null ? "" : password;
        }
        try (var lines = Files.lines(passwordFile)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new IllegalStateException(
                    "gantry.state.database.password-file cannot be read: " + passwordFile, e);
        }
    }
}
