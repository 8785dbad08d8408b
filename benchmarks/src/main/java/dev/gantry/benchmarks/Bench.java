package dev.gantry.benchmarks;

import dev.gantry.benchmarks.api.ApiLoad;
import dev.gantry.benchmarks.engine.PodStarts;
import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Report;
import dev.gantry.benchmarks.micro.Micro;
import dev.gantry.benchmarks.persistence.InsertLoop;
import dev.gantry.benchmarks.wire.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs measurements on a running cluster and prints them. Asserts nothing. */
public final class Bench {

    private Bench() {}

    /** What to measure, and where. */
    private record Options(
            List<String> what,
            @Nullable Path kubeconfig,
            Path scratch,
            String only,
            long startMillis) {

        static Options parse(String[] args) {
            List<String> what = new ArrayList<>();
            Path kubeconfig = null;
            String only = "";
            long startMillis = 0;
            Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
            for (String arg : args) {
                if (arg.startsWith("--kubeconfig=")) {
                    kubeconfig = Path.of(arg.substring("--kubeconfig=".length()));
                } else if (arg.startsWith("--scratch=")) {
                    scratch = Path.of(arg.substring("--scratch=".length()));
                } else if (arg.startsWith("--start-millis=")) {
                    startMillis = Long.parseLong(arg.substring("--start-millis=".length()));
                } else if (arg.startsWith("--only=")) {
                    only = arg.substring("--only=".length());
                } else {
                    what.add(arg);
                }
            }
            return new Options(
                    what.isEmpty() ? List.of("api") : what, kubeconfig, scratch, only, startMillis);
        }

        Server server() {
            if (kubeconfig == null) {
                throw new IllegalArgumentException("--kubeconfig=FILE is needed for this");
            }
            return Server.of(kubeconfig);
        }
    }

    /**
     * @param args {@code start}, {@code api}, {@code pods} or {@code micro}; {@code
     *     --kubeconfig=FILE} of the cluster, {@code --scratch=DIR} on the disk that the cluster
     *     uses, {@code --only=NAME} of micro benchmarks, {@code --start-millis=N} that the cluster
     *     took to start
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        Path scratch = Files.createTempDirectory(options.scratch(), "gantry-bench");
        Report report = new Report(System.out);
        try {
            for (String what : options.what()) {
                run(what, options, report, scratch);
            }
        } finally {
            Scratch.remove(scratch);
        }
    }

    private static void run(String what, Options options, Report report, Path scratch)
            throws Exception {
        switch (what) {
            case "start" -> start(options, report, scratch);
            case "pods" -> new PodStarts(options.server(), report).run();
            case "api" -> new ApiLoad(options.server(), report, scratch).run();
            case "micro" -> Micro.run(options.only());
            default ->
                    throw new IllegalArgumentException(
                            "nothing is called " + what + "; start, api, pods, micro");
        }
    }

    private static void start(Options options, Report report, Path scratch) {
        if (options.startMillis() == 0) {
            report.skipped("start", "the cluster was running already");
            return;
        }
        report.title("start on empty data");
        try (InsertLoop postgres = InsertLoop.start(scratch)) {
            Figures bare = Figures.of(postgres.startMillis() * 1_000_000);
            report.baseline("PostgreSQL alone", bare);
            report.duration(
                    "cluster, to its first Ready node",
                    Figures.of(options.startMillis() * 1_000_000),
                    "PostgreSQL",
                    bare);
        }
    }
}
