package dev.gantry.benchmarks.api;

import dev.gantry.benchmarks.baseline.Echo;
import dev.gantry.benchmarks.baseline.PlainAppend;
import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Report;
import dev.gantry.benchmarks.persistence.InsertLoop;
import dev.gantry.benchmarks.wire.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Creates, gets, lists and watches, each beside what the machine can do without us. Takes about two
 * minutes and removes what it made.
 */
public final class ApiLoad {

    private static final int LISTED = 10_000;

    private final Server server;
    private final Report report;
    private final Path scratch;

    /**
     * @param scratch on the disk that the cluster's data are on
     */
    public ApiLoad(Server server, Report report, Path scratch) {
        this.server = server;
        this.report = report;
        this.scratch = scratch;
    }

    public void run() throws IOException, InterruptedException {
        String namespace =
                "bench-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        Requests requests = new Requests(server, namespace);
        requests.begin();
        try (Echo echo = new Echo(server)) {
            writes(requests);
            reads(requests, echo);
            lists(requests, echo);
            watches(requests);
        } finally {
            requests.end();
        }
    }

    private void writes(Requests requests) throws IOException {
        report.title("create, 2 KB");
        report.baseline("append and force, 1 writer", PlainAppend.run(scratch, 1_000));
        Map<Integer, Figures> inserts = new TreeMap<>();
        try (InsertLoop loop = InsertLoop.start(scratch)) {
            for (int clients : new int[] {1, 16, 64}) {
                Figures figures = loop.run(clients, clients == 1 ? 1_000 : 5_000);
                inserts.put(clients, figures);
                report.baseline("PostgreSQL inserts, " + clients(clients), figures);
            }
        }
        create(requests, "configmaps", "first", 64, 5_000, inserts);
        create(requests, "configmaps", "warm", 64, 10_000, inserts);
        create(requests, "configmaps", "more", 64, 10_000, inserts);
        create(requests, "configmaps", "some", 16, 5_000, inserts);
        create(requests, "configmaps", "one", 1, 1_000, inserts);
        create(requests, "pods", "pod", 16, LISTED, inserts);
    }

    private void create(
            Requests requests,
            String resource,
            String prefix,
            int clients,
            int count,
            Map<Integer, Figures> inserts) {
        Figures figures = requests.create(resource, prefix, clients, count);
        report.rate(
                "%s, %s%s"
                        .formatted(
                                resource,
                                clients(clients),
                                prefix.equals("first") ? ", first ones" : ""),
                figures,
                "inserts",
                inserts.get(clients));
    }

    private void reads(Requests requests, Echo echo) {
        report.title("get, 2 KB");
        for (int clients : new int[] {64, 1}) {
            int count = clients == 1 ? 2_000 : 20_000;
            Figures bare = echo.run(clients, count, 200, 2_300);
            report.baseline("TLS echo, " + clients(clients), bare);
            Figures figures = requests.get("configmaps", "more", clients, count, 10_000);
            report.rate("configmaps, " + clients(clients), figures, "echoes", bare);
        }
    }

    private void lists(Requests requests, Echo echo) {
        report.title("list %,d pods".formatted(LISTED));
        requests.list("pods", 1, 4);
        for (int clients : new int[] {1, 8}) {
            Requests.Lists lists = requests.list("pods", clients, clients == 1 ? 8 : 16);
            Figures bare = echo.run(clients, lists.figures().count(), 200, (int) lists.bytesEach());
            double megabytes = lists.bytesEach() / 1e6;
            report.baseline(
                    String.format(
                            Locale.ROOT, "TLS copy of %.1f MB, %s", megabytes, clients(clients)),
                    bare);
            report.rate("lists, " + clients(clients), lists.figures(), "copies", bare);
        }
    }

    private void watches(Requests requests) throws IOException, InterruptedException {
        report.title("watch, 100 watchers");
        try (Watchers watchers = Watchers.open(server, requests.path("configmaps"), 100)) {
            report.alone("reply to the last watcher", watchers.oneByOne(requests, "seen", 200));
            Watchers.Burst burst = watchers.burst(requests, "burst", 16, 2_000);
            report.alone(
                    String.format(
                            Locale.ROOT,
                            "creates, 16 clients; %,.0f events/s",
                            burst.eventsPerSecond()),
                    burst.written());
        }
    }

    private static String clients(int count) {
        return count == 1 ? "1 client" : count + " clients";
    }
}
