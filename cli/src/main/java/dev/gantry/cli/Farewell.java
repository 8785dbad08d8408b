package dev.gantry.cli;

import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.cluster.Endpoints;
import dev.gantry.cli.manifest.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What {@code up} ends with: what to open, what to try, how to stop. */
final class Farewell {

    private final CommonOptions common;

    Farewell(CommonOptions common) {
        this.common = common;
    }

    void print(KubernetesClient client, List<HasMetadata> applied, List<Workload> workloads) {
        DataDirectory data = common.data();
        if (applied.stream().anyMatch(o -> o.getKind().equals("Ingress"))) {
            int port = Endpoints.read(data).port("ingress-http", 8080);
            System.out.println("Open   http://127.0.0.1:" + port + "/");
        }
        System.out.println("Use    export KUBECONFIG=" + data.shown(data.kubeconfig()));
        System.out.println("Try    " + String.join("   ", hints(client, workloads)));
        System.out.println("Stop   ./gantry down      Data " + data.shown(data.root()) + "/");
    }

    private static List<String> hints(KubernetesClient client, List<Workload> workloads) {
        String pod =
                client.pods().inNamespace("default").list().getItems().stream()
                        .map((Pod p) -> p.getMetadata().getName())
                        .sorted()
                        .findFirst()
                        .orElse("");
        return pod.isEmpty() || workloads.isEmpty()
                ? List.of(
                        "./gantry kubectl get nodes",
                        "./gantry up -f examples/guestbook.yaml",
                        "./gantry status")
                : List.of(
                        "./gantry kubectl get pods",
                        "./gantry trace pod/" + pod,
                        "./gantry logs " + workloads.get(0).name());
    }
}
