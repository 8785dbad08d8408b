package dev.gantry.benchmarks.api;

import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import dev.gantry.benchmarks.wire.Connection;
import dev.gantry.benchmarks.wire.Server;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Requests of one namespace, each client on a connection of its own. */
final class Requests {

    private final Server server;
    private final String namespace;

    Requests(Server server, String namespace) {
        this.server = server;
        this.namespace = namespace;
    }

    String path(String resource) {
        return "/api/v1/namespaces/" + namespace + "/" + resource;
    }

    /** Creates {@code prefix-0}, {@code prefix-1} and so on. */
    Figures create(String resource, String prefix, int clients, int count) {
        return run(
                clients,
                count,
                (connection, n) -> {
                    String name = prefix + "-" + n;
                    byte[] body =
                            resource.equals("pods") ? Objects.pod(name) : Objects.configMap(name);
                    connection.post(path(resource), body).expectSuccess();
                });
    }

    /** Gets what {@link #create} left, some of them several times. */
    Figures get(String resource, String prefix, int clients, int count, int created) {
        return run(
                clients,
                count,
                (connection, n) ->
                        connection
                                .get(path(resource) + "/" + prefix + "-" + n % created)
                                .expectSuccess());
    }

    /** What lists came to. */
    record Lists(Figures figures, long bytesEach) {}

    /** Reads whole lists. */
    Lists list(String resource, int clients, int count) {
        AtomicLong bytes = new AtomicLong();
        Figures figures =
                run(
                        clients,
                        count,
                        (connection, n) ->
                                bytes.set(
                                        connection
                                                .count(path(resource))
                                                .expectSuccess()
                                                .sizeBytes()));
        return new Lists(figures, bytes.get());
    }

    private Figures run(int clients, int count, Operation operation) {
        return Load.run(clients, count, () -> new Client(Connection.open(server), operation));
    }

    private interface Operation {
        void on(Connection connection, int number) throws IOException;
    }

    private record Client(Connection connection, Operation what) implements Load.Client {
        @Override
        public void operation(int number) throws IOException {
            what.on(connection, number);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Makes the namespace, and the account that pods run as unless somebody else has already. */
    void begin() throws IOException {
        try (Connection connection = Connection.open(server)) {
            connection.post("/api/v1/namespaces", Objects.namespace(namespace)).expectSuccess();
            connection.post(path("serviceaccounts"), Objects.serviceAccount());
        }
    }

    /** Removes everything that was made. */
    void end() throws IOException {
        try (Connection connection = Connection.open(server)) {
            connection.delete(path("configmaps")).expectSuccess();
            connection.delete(path("pods") + "?gracePeriodSeconds=0").expectSuccess();
            connection.delete("/api/v1/namespaces/" + namespace).expectSuccess();
        }
    }
}
