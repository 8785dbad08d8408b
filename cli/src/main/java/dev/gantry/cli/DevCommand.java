package dev.gantry.cli;

import dev.gantry.cli.argument.PortNumber;
import dev.gantry.cli.argument.Setting;
import dev.gantry.cli.cluster.ClusterProcess;
import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.cluster.Ports;
import dev.gantry.cli.cluster.StartOptions;
import dev.gantry.cli.cluster.UpLock;
import dev.gantry.cli.engine.EngineSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "dev",
        description =
                "Runs everything but one service, and tells how to start that one from an IDE.",
        sortOptions = false)
final class DevCommand implements Callable<Integer> {

    private static final Map<String, String> SHORT =
            Map.of(
                    "gateway", "api-gateway",
                    "state", "cluster-state-service",
                    "scheduling", "scheduling-service",
                    "reconciler", "reconciler-service",
                    "node", "node-service",
                    "ingress", "ingress-service");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "SERVICE",
            description =
                    "gateway, state, scheduling, reconciler, node or ingress; or a module's name.")
    private String service = "";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "Default 6443.")
    private int apiPort = 6443;

    @Option(
            names = "--ingress-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "Default 8080, or the next free one.")
    private int ingressPort = 8080;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = Setting.class,
            description = "Any setting of docs/configuration.md; repeatable.")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws InterruptedException {
        String module = module();
        ClusterProcess cluster = common.process();
        try (UpLock lock = UpLock.take(common.data(), "dev")) {
            if (cluster.running().isPresent()) {
                throw new Refusal(
                        2, "a cluster runs in " + common.data().root() + "; first: ./gantry down");
            }
            if (!Ports.free(apiPort)) {
                throw new Refusal(
                        2, "port " + apiPort + " is in use; choose another with --api-port");
            }
            List<String> all = new ArrayList<>(settings);
            all.add("gantry.standalone.without=" + module);
            EngineSocket socket = EngineSocket.of(settings, System.getenv());
            all.add(socket.setting());
            socket.remember(common.data());
            int ingress = Ports.freeFrom(ingressPort);
            ProcessHandle process =
                    cluster.start(new StartOptions("standalone", 1, 0, apiPort, ingress, all));
            new StartProgress(common).await(process, true);
            System.out.println();
        }
        explain(module, cluster);
        return 0;
    }

    private String module() {
        String module = SHORT.getOrDefault(service, service);
        if (!SHORT.containsValue(module)) {
            throw new ParameterException(
                    spec.commandLine(), "no service '%s'; one of %s".formatted(service, names()));
        }
        return module;
    }

    private static String names() {
        return String.join(", ", SHORT.values().stream().sorted().toList());
    }

    private void explain(String module, ClusterProcess cluster) {
        DataDirectory data = common.data();
        System.out.printf(
                """
                Everything but %1$s runs. Start that from an IDE:
                  main class   dev.gantry.standalone.Launcher   (class path of the module standalone)
                  arguments    %1$s --gantry.data-dir=%2$s
                  VM options   --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.net.preferIPv4Stack=true
                or from the build, with what you append as settings:
                  %3$s
                It reads %4$s. Use export KUBECONFIG=%5$s
                Stop   ./gantry down
                """,
                module,
                data.root(),
                String.join(" ", cluster.roleCommand(module))
                        .replaceAll("-cp \\S+", "-cp '" + common.home() + "/dist/lib/*'"),
                data.shown(data.run("dev.properties")),
                data.shown(data.kubeconfig()));
    }
}
