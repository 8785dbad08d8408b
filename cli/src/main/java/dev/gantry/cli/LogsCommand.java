package dev.gantry.cli;

import dev.gantry.cli.argument.Count;
import dev.gantry.cli.cluster.DataDirectory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description =
                "Shows the cluster's own log, one service's lines, or those of a workload's pods.")
final class LogsCommand implements Callable<Integer> {

    private static final List<String> SERVICES =
            List.of("gateway", "state", "scheduling", "reconciler", "node", "ingress");

    /** Where they have a process of their own, that has a log under the module's name. */
    private static final Map<String, String> MODULES =
            Map.of(
                    "gateway", "api-gateway",
                    "state", "cluster-state-service",
                    "scheduling", "scheduling-service",
                    "reconciler", "reconciler-service",
                    "node", "node-service",
                    "ingress", "ingress-service");

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "gateway, state, scheduling, reconciler, node, ingress; or a deployment or pod.")
    private @Nullable String name;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            converter = Count.Some.class,
            description = "Default 200.")
    private int tail = 200;

    @Override
    public Integer call() throws IOException {
        if (name == null || SERVICES.contains(name)) {
            own(name == null ? "" : name);
            return 0;
        }
        try (KubernetesClient client = common.client()) {
            List<Pod> pods = podsOf(client, name);
            if (pods.isEmpty()) {
                throw new Refusal(1, "no service, deployment or pod is called " + name);
            }
            for (Pod pod : pods) {
                String podName = pod.getMetadata().getName();
                String log =
                        client.pods()
                                .inNamespace("default")
                                .withName(podName)
                                .tailingLines(tail)
                                .getLog();
                log.lines().forEach(line -> System.out.println(podName + "  " + line));
            }
            return 0;
        }
    }

    private static List<Pod> podsOf(KubernetesClient client, String name) {
        Deployment deployment =
                client.apps().deployments().inNamespace("default").withName(name).get();
        if (deployment != null) {
            return client.pods()
                    .inNamespace("default")
                    .withLabelSelector(deployment.getSpec().getSelector())
                    .list()
                    .getItems();
        }
        Pod pod = client.pods().inNamespace("default").withName(name).get();
        return pod == null ? List.of() : List.of(pod);
    }

    /** Lines of a service carry its name as the thread's prefix. */
    private void own(String service) throws IOException {
        DataDirectory data = common.data();
        Path ofProcess = data.log(MODULES.getOrDefault(service, service) + ".log");
        Path log =
                Files.exists(ofProcess) && !service.isEmpty() ? ofProcess : data.log("gantry.log");
        if (!Files.exists(log)) {
            throw new Refusal(1, "there is no log yet: " + log);
        }
        try (Stream<String> lines = Files.lines(log)) {
            List<String> wanted =
                    lines.filter(l -> log.equals(ofProcess) || l.contains(service)).toList();
            wanted.subList(Math.max(0, wanted.size() - tail), wanted.size())
                    .forEach(System.out::println);
        }
    }
}
