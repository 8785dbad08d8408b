package dev.gantry.benchmarks.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The objects that are written: of real sizes, owned by nobody. */
final class Objects {

    private static final String FILLER = "the quick brown fox jumps over the lazy dog 0123456789; ";

    private Objects() {}

    /** About 2 KB. */
    static byte[] configMap(String name) {
        return bytes(
                """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s",\
                "labels":{"app":"bench"}},"data":{"text":"%s"}}""",
                name, FILLER.repeat(32));
    }

    /** About 2 KB, for a scheduler that is not there: nobody reacts to it. */
    static byte[] pod(String name) {
        StringBuilder variables = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            variables.append(i == 0 ? "" : ",");
            variables.append("{\"name\":\"VARIABLE_").append(i).append("\",\"value\":\"");
            variables.append(FILLER).append("\"}");
        }
        return bytes(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"bench",\
                "tier":"load"},"annotations":{"bench/why":"measured"}},"spec":{\
                "schedulerName":"nobody","automountServiceAccountToken":false,"containers":[{\
                "name":"main","image":"registry.example/bench/main:1.0","command":["/bin/main",\
                "--port=8080"],"ports":[{"containerPort":8080}],"resources":{"requests":{\
                "cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},"readinessProbe":{\
                "httpGet":{"path":"/healthz","port":8080}},"env":[%s]}]}}""",
                name, variables);
    }

    static byte[] namespace(String name) {
        return bytes(
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}",
                name);
    }

    static byte[] serviceAccount() {
        return bytes(
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"%s\"}}",
                "default");
    }

    private static byte[] bytes(String form, Object... values) {
        return String.format(Locale.ROOT, form, values).getBytes(StandardCharsets.UTF_8);
    }
}
