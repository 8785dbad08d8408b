package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** As whom the server runs: PostgreSQL refuses to be root. */
sealed interface Account {

    /** What stands before the program on the command line. */
    List<String> prefix();

    /** The caller is not root and the server runs as the caller. */
    record Self() implements Account {
        @Override
        public List<String> prefix() {
            return List.of();
        }
    }

    /**
     * A user namespace in which root is nobody: no rights, yet the owner of the same files. The
     * command replaces itself, so the server stays a direct child.
     */
    record UserNamespace() implements Account {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "-U", "--");
        }
    }

    /** An unprivileged user of this machine, who must be able to enter the directories. */
    record Unprivileged(String user, int uid, int gid) implements Account {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--");
        }
    }

    /** Decides for this process. */
    static Account choose() {
        return choose(isRoot(), Account::works, Path.of("/etc/passwd"));
    }

    /**
     * Decides.
     *
     * @param works whether a command ends with 0
     */
    static Account choose(boolean root, Predicate<List<String>> works, Path passwd) {
        if (!root) {
            return new Self();
        }
        UserNamespace namespace = new UserNamespace();
        if (works.test(with(namespace.prefix(), "true"))) {
            return namespace;
        }
        return List.of("postgres", "nobody").stream()
                .flatMap(user -> lookUp(user, passwd).stream())
                .filter(account -> works.test(with(account.prefix(), "true")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new PostgresFailed(
                                        "PostgreSQL cannot run as root: expected `unshare -U` or"
                                                + " a user postgres or nobody with `setpriv`,"
                                                + " found neither"));
    }

    private static List<String> with(List<String> prefix, String program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        return command;
    }

    private static Optional<Unprivileged> lookUp(String user, Path passwd) {
        try (var lines = Files.lines(passwd)) {
            return lines.map(line -> line.split(":"))
                    .filter(f -> f.length > 3 && f[0].equals(user))
                    .map(
                            f ->
                                    new Unprivileged(
                                            user, Integer.parseInt(f[2]), Integer.parseInt(f[3])))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean works(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
