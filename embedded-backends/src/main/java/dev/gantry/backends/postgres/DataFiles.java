package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server's own directory, made once: either whole or not there. */
final class DataFiles {

    /** The server's administrator; the only role. */
    static final String USER = "gantry";

    private final Place place;
    private final Binaries binaries;
    private final Account account;

    DataFiles(Place place, Binaries binaries, Account account) {
        this.place = place;
        this.binaries = binaries;
        this.account = account;
    }

    /** Makes the directory unless it is there. About 2 s the first time. */
    void ensure() throws IOException {
        Trees.deleteBeginning(place.root(), "making-");
        if (Files.isDirectory(place.data())) {
            return;
        }
        writePassword();
        Path partial = Files.createTempDirectory(place.root(), "making-");
        Place.chown(partial, account);
        initialise(partial);
        Files.move(partial, place.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    String password() throws IOException {
        return Files.readString(place.password()).strip();
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(place.password());
        Files.createFile(
                place.password(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(place.password(), HexFormat.of().formatHex(random) + "\n");
        Place.chown(place.password(), account);
    }

    private void initialise(Path partial) throws IOException {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.program("initdb").toString());
        command.addAll(
                List.of(
                        "--pgdata=" + partial,
                        "--username=" + USER,
                        "--pwfile=" + place.password(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--data-checksums",
                        "--no-instructions"));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(place.root().toFile());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new PostgresFailed("PostgreSQL's directory could not be made: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailed("interrupted while PostgreSQL's directory was made", e);
        } finally {
            process.destroy();
        }
    }
}
