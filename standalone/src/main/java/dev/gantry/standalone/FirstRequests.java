package dev.gantry.standalone;

import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a newcomer's first minutes ask of an API: discovery, an application, a look, its end. */
final class FirstRequests {

    private static final Duration PODS_WITHIN = Duration.ofSeconds(60);
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String PODS = "/api/v1/namespaces/training/pods";
    private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/training/deployments/web";

    private static final String NAMESPACE =
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"training"}}""";

    private static final String WORKLOAD =
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"web","namespace":"training","labels":{"app":"web"}},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
              "template":{"metadata":{"labels":{"app":"web"}},
               "spec":{"containers":[{"name":"web","image":"web:1",
                "ports":[{"containerPort":80}],
                "resources":{"requests":{"cpu":"10m","memory":"8Mi"}}}]}}}}""";

    private static final String SERVICE =
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"training"},
             "spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}""";

    private static final String INGRESS =
            """
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress",
             "metadata":{"name":"web","namespace":"training"},
             "spec":{"rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix",
              "backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}}""";

    private final StateDoor door;
    private final Caller caller;

    FirstRequests(StateDoor door, Caller caller) {
        this.door = door;
        this.caller = caller;
    }

    /**
     * @throws IllegalStateException when the API does not do what was asked
     */
    void run() throws InterruptedException {
        get("/api", AGGREGATED);
        get("/apis", AGGREGATED);
        get("/openapi/v3", "application/json");
        get("/openapi/v3/apis/apps/v1", "application/json");
        send("POST", "/api/v1/namespaces", "", "application/json", NAMESPACE);
        apply("/api/v1/namespaces/training/services/web", SERVICE);
        apply("/apis/networking.k8s.io/v1/namespaces/training/ingresses/web", INGRESS);
        apply(DEPLOYMENT, WORKLOAD);
        awaitPods();
        send(
                "PATCH",
                DEPLOYMENT,
                "",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":1}}");
        get(PODS, TABLE);
        get("/api/v1/events", "application/json");
        send("DELETE", DEPLOYMENT, "", "application/json", "{}");
    }

    /** The controllers and the scheduler are at work by then. */
    private void awaitPods() throws InterruptedException {
        Instant deadline = Instant.now().plus(PODS_WITHIN);
        while (!get(PODS, "application/json").contains("Unschedulable")) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("no pod was looked at by the scheduler");
            }
            Thread.sleep(100);
        }
    }

    private String get(String path, String accept) {
        return call(
                new DoorRequest(
                        caller, "GET", path, "", Map.of("accept", List.of(accept)), new byte[0]));
    }

    private void apply(String path, String document) {
        send("PATCH", path, "fieldManager=training&force=true", APPLY, document);
    }

    private void send(String method, String path, String query, String type, String document) {
        Map<String, List<String>> headers =
                Map.of("accept", List.of("application/json"), "content-type", List.of(type));
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        call(new DoorRequest(caller, method, path, query, headers, body));
    }

    private String call(DoorRequest request) {
        Answer answer = new Answer();
        door.call(request, answer);
        String text = answer.body.toString(StandardCharsets.UTF_8);
        if (answer.status >= 400) {
            throw new IllegalStateException(
                    "%s %s: %d %s"
                            .formatted(request.method(), request.path(), answer.status, text));
        }
        return text;
    }

    /** Keeps the whole reply. */
    private static final class Answer implements DoorReply, ByteSink {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        @Override
        public ByteSink begin(int code, Map<String, List<String>> headers) {
            status = code;
            return this;
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}

        @Override
        public void write(byte[] bytes, int offset, int length) {
            body.write(bytes, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
