package dev.gantry.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "status", description = "Tells whether the cluster runs, its nodes and its pods.")
final class StatusCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws InterruptedException {
        Optional<ProcessHandle> process = common.process().running();
        if (process.isEmpty()) {
            System.out.println("down (" + common.data().root() + "); start it: ./gantry up");
            return 1;
        }
        String since = process.get().info().startInstant().map(Object::toString).orElse("?");
        System.out.println("up     process " + process.get().pid() + " since " + since);
        try (KubernetesClient client = common.client()) {
            System.out.println(
                    "API    "
                            + client.getMasterUrl()
                            + " "
                            + client.getKubernetesVersion().getGitVersion());
            List<Pod> pods = client.pods().inAnyNamespace().list().getItems();
            long running =
                    pods.stream().filter(p -> "Running".equals(p.getStatus().getPhase())).count();
            Optional<String> nodes = Readiness.await(common, Duration.ZERO);
            System.out.println("nodes  " + nodes.orElse("none Ready"));
            Readiness.reasons(common).forEach(line -> System.out.println("       " + line));
            System.out.println("pods   " + running + " of " + pods.size() + " Running");
            return nodes.isPresent() ? 0 : 3;
        } catch (KubernetesClientException e) {
            System.out.println("API    does not answer: " + e.getMessage());
            return 1;
        }
    }
}
