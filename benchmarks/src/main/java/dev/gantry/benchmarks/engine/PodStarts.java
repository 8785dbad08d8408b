package dev.gantry.benchmarks.engine;

import dev.gantry.api.json.Json;
import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import dev.gantry.benchmarks.load.Report;
import dev.gantry.benchmarks.wire.Connection;
import dev.gantry.benchmarks.wire.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One pod beside {@code docker run}, and 50 replicas beside 50 of them with 8 in parallel. */
public final class PodStarts {

    private static final int ONE_BY_ONE = 8;
    private static final int REPLICAS = 50;
    private static final int PARALLEL = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String POD_SPEC =
            """
            {"terminationGracePeriodSeconds":0,"automountServiceAccountToken":false,\
            "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",\
            "command":["%s","sleep","600"]}]}"""
                    .formatted(Docker.IMAGE, Docker.BUSYBOX);

    private final Server server;
    private final Report report;
    private final String namespace =
            "bench-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);

    public PodStarts(Server server, Report report) {
        this.server = server;
        this.report = report;
    }

    /** Skipped, with the reason told, where there is no engine. */
    public void run() throws IOException {
        report.title("containers");
        try (Docker docker = Docker.open();
                Connection api = Connection.open(server)) {
            send(api, "/api/v1/namespaces", "Namespace", "v1", namespace, "{}");
            await(api, core("serviceaccounts/default"), account -> !account.isMissingNode());
            try {
                measure(docker, api);
            } finally {
                api.delete("/api/v1/namespaces/" + namespace).expectSuccess();
            }
        } catch (IOException e) {
            report.skipped("pods", String.valueOf(e.getMessage()));
        }
    }

    private void measure(Docker docker, Connection api) throws IOException {
        docker.start();
        Figures runs = Load.run(1, ONE_BY_ONE, () -> number -> docker.start());
        docker.removeStarted();
        report.baseline("docker run -d", runs);
        report.duration(
                "pod, create to Ready",
                Load.run(1, ONE_BY_ONE, () -> number -> pod(api, number)),
                "docker run",
                runs);
        api.delete(core("pods") + "?gracePeriodSeconds=0").expectSuccess();
        await(api, core("pods"), list -> list.path("items").isEmpty());

        Figures many = Load.run(PARALLEL, REPLICAS, () -> number -> docker.start());
        docker.removeStarted();
        Figures baseline = Figures.of(many.wallNanos());
        report.baseline("%d docker run, %d in parallel".formatted(REPLICAS, PARALLEL), baseline);
        report.duration(
                "Deployment of %d, create to available".formatted(REPLICAS),
                Load.run(1, 1, () -> number -> deployment(api)),
                "those",
                baseline);
    }

    private void pod(Connection api, int number) throws IOException {
        String name = "pod-" + number;
        send(api, core("pods"), "Pod", "v1", name, POD_SPEC);
        await(api, core("pods/" + name), PodStarts::isReady);
    }

    private static boolean isReady(JsonNode pod) {
        return pod.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(c -> says(c, "type", "Ready") && says(c, "status", "True"));
    }

    private static boolean says(JsonNode condition, String field, String value) {
        return Json.text(condition, field).equals(value);
    }

    private void deployment(Connection api) throws IOException {
        String path = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
        String spec =
                String.format(
                        Locale.ROOT,
                        """
                        {"replicas":%d,"selector":{"matchLabels":{"app":"bench"}},\
                        "template":{"metadata":{"labels":{"app":"bench"}},"spec":%s}}""",
                        REPLICAS,
                        POD_SPEC);
        send(api, path, "Deployment", "apps/v1", "bench", spec);
        await(
                api,
                path + "/bench",
                d -> Json.at(d, "status", "availableReplicas").asInt(0) == REPLICAS);
    }

    private String core(String rest) {
        return "/api/v1/namespaces/" + namespace + "/" + rest;
    }

    private static void send(
            Connection api, String path, String kind, String apiVersion, String name, String spec)
            throws IOException {
        String document =
                "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"},\"spec\":%s}"
                        .formatted(apiVersion, kind, name, spec);
        api.post(path, document.getBytes(StandardCharsets.UTF_8)).expectSuccess();
    }

    /** Asks every few milliseconds; an object that is not there yet is a missing node. */
    private static void await(Connection api, String path, Predicate<JsonNode> wanted)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Connection.Reply reply = api.get(path);
            JsonNode found =
                    reply.code() == 404
                            ? tools.jackson.databind.node.MissingNode.getInstance()
                            : Json.parse(reply.expectSuccess().body());
            if (wanted.test(found)) {
                return;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        throw new IOException("not so within " + PATIENCE.toMinutes() + " min: " + path);
    }
}
