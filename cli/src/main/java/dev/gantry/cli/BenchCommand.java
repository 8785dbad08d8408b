package dev.gantry.cli;

import dev.gantry.cli.argument.Choice;
import dev.gantry.cli.cluster.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        description = "Measures, each figure beside a baseline of the same run; asserts nothing.",
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "WHAT",
            converter = Choice.Measurement.class,
            description =
                    "start, api, pods (these three unless said) or micro, which needs no cluster.")
    private List<String> what = List.of();

    @Option(
            names = "--running",
            description = "Measure the cluster that runs, instead of a fresh one that is removed.")
    private boolean running;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Of micro: those benchmarks with this in their name.")
    private String only = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> wanted = what.isEmpty() ? List.of("start", "api", "pods") : what;
        if (wanted.equals(List.of("micro"))) {
            return measure(List.of("micro", "--only=" + only));
        }
        List<String> arguments = new ArrayList<>(wanted);
        arguments.add("--only=" + only);
        return running ? onRunning(arguments) : onFresh(arguments);
    }

    private int onRunning(List<String> arguments) throws IOException, InterruptedException {
        if (common.process().running().isEmpty()) {
            throw new Refusal(1, "no cluster runs in " + common.data().root());
        }
        arguments.add("--kubeconfig=" + common.data().kubeconfig());
        arguments.add("--scratch=" + common.data().root());
        return measure(arguments);
    }

    /** On the disk of the usual data, so that the figures are of that disk. */
    private int onFresh(List<String> arguments) throws IOException, InterruptedException {
        Path beside = common.data().root().toAbsolutePath().getParent();
        String data = Files.createTempDirectory(beside, ".gantry-bench").toString();
        try {
            long began = System.nanoTime();
            int up =
                    Main.run(
                            "up",
                            "--data=" + data,
                            "--api-port=" + Ports.freeFrom(16443),
                            "--ingress-port=" + Ports.freeFrom(18080));
            long millis = (System.nanoTime() - began) / 1_000_000;
            if (up != 0 && up != 3) {
                return up;
            }
            arguments.add("--start-millis=" + millis);
            arguments.add("--kubeconfig=" + Path.of(data, "kubeconfig"));
            arguments.add("--scratch=" + data);
            return measure(arguments);
        } finally {
            Main.run("down", "--purge", "--data=" + data);
        }
    }

    private int measure(List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                common.home().resolve("dist/lib") + "/*",
                                "dev.gantry.benchmarks.Bench"));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
