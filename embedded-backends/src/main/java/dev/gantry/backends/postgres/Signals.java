package dev.gantry.backends.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a server by the signals it documents: "Shutting Down the Server". */
final class Signals {

    private Signals() {}

    /** Fast, then immediate shutdown, then kill; each is given a share of the time. */
    static void stop(ProcessHandle server, Duration patience) throws IOException {
        if (ended(send(server, "INT"), patience)
                || ended(send(server, "QUIT"), patience.dividedBy(2))) {
            return;
        }
        server.destroyForcibly();
        if (!ended(server, patience)) {
            throw new PostgresFailed("PostgreSQL, process " + server.pid() + ", does not end");
        }
    }

    private static ProcessHandle send(ProcessHandle server, String signal) throws IOException {
        String[] command = {"sh", "-c", "kill -" + signal + " " + server.pid()};
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return server;
    }

    private static boolean ended(ProcessHandle server, Duration patience) {
        try {
            server.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !server.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !server.isAlive();
        }
    }
}
