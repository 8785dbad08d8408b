package dev.gantry.node.hostnetwork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the host's network programs, found once where Debian keeps them. */
final class Commands {

    private static final int TIMEOUT_SECONDS = 30;

    private Commands() {}

    /** A program did not do what it was asked. */
    static final class CommandFailed extends Exception {
        CommandFailed(String message) {
            super(message);
        }
    }

    static Optional<Path> find(String program) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin")
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The output; at most 30 s. */
    static String run(String program, List<String> arguments, String input) throws CommandFailed {
        Path path =
                find(program).orElseThrow(() -> new CommandFailed(program + " is not installed"));
        List<String> command =
                Stream.concat(Stream.of(path.toString()), arguments.stream()).toList();
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread.ofVirtual().start(() -> feed(process, input));
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CommandFailed(program + " did not end within " + TIMEOUT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new CommandFailed(
                        String.join(" ", command)
                                + ": "
                                + output.strip().lines().limit(5).toList());
            }
            return output;
        } catch (IOException e) {
            throw new CommandFailed(program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(program + " was interrupted");
        }
    }

    private static void feed(Process process, String input) {
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // The program ended before it read everything; its exit code tells why.
        }
    }
}
