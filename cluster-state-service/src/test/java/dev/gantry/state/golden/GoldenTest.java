package dev.gantry.state.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.state.memory.DoorClient;
import dev.gantry.state.memory.MemoryState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * The ratchet: every recorded case passes but the ones that are listed as gaps, and these still
 * fail, so that the list can only shrink. What failed is written to {@code target/golden.txt}.
 *
 * <p>{@code -Dgolden.cases=text} replays only the cases whose area or id contains the text.
 */
class GoldenTest {

    private static final int AT_A_TIME = 32;

    @Test
    void everyRecordedCasePassesButTheKnownGaps() throws Exception {
        Set<String> gaps = knownGaps();
        String wanted = System.getProperty("golden.cases", "");
        List<GoldenCase> cases =
                GoldenCase.read("golden-open.jsonl").stream()
                        .filter(c -> c.id().contains(wanted) || c.area().equals(wanted))
                        .toList();
        Map<String, List<Difference>> failures = replay(cases);
        report(cases, failures);
        Set<String> failed = new TreeSet<>(failures.keySet());
        Set<String> unexpected = new TreeSet<>(failed);
        unexpected.removeAll(gaps);
        assertThat(unexpected).as("cases that fail; see target/golden.txt").isEmpty();
        if (wanted.isEmpty()) {
            gaps.removeAll(failed);
            closed(gaps);
        }
    }

    /** With {@code -Dgolden.update} the list is made shorter instead of asking for it. */
    private static void closed(Set<String> closed) throws IOException {
        if (System.getProperty("golden.update") == null) {
            assertThat(closed)
                    .as("gaps that are closed: run once with -Dgolden.update to take them off")
                    .isEmpty();
            return;
        }
        Path list = Path.of("src/test/resources/dev/gantry/state/golden/golden-known-gaps.txt");
        List<String> kept =
                Files.readAllLines(list).stream()
                        .filter(line -> !closed.contains(line.strip()))
                        .toList();
        Files.write(list, kept);
    }

    private static Map<String, List<Difference>> replay(List<GoldenCase> cases) throws Exception {
        Map<String, List<Difference>> failures = new ConcurrentHashMap<>();
        Semaphore running = new Semaphore(AT_A_TIME);
        try (MemoryState cluster = MemoryState.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            DoorClient client = new DoorClient(cluster.door());
            for (GoldenCase each : cases) {
                running.acquire();
                threads.execute(
                        () -> {
                            try {
                                List<Difference> differences = each.run(client);
                                if (!differences.isEmpty()) {
                                    failures.put(each.id(), differences);
                                }
                            } finally {
                                running.release();
                            }
                        });
            }
            running.acquire(AT_A_TIME);
        }
        return failures;
    }

    private static Set<String> knownGaps() throws IOException {
        try (InputStream in =
                        Objects.requireNonNull(
                                GoldenTest.class.getResourceAsStream("golden-known-gaps.txt"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Set<String> gaps = new TreeSet<>();
            lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(gaps::add);
            return gaps;
        }
    }

    private static void report(List<GoldenCase> cases, Map<String, List<Difference>> failures)
            throws IOException {
        List<String> lines = new ArrayList<>();
        Map<String, int[]> areas = new TreeMap<>();
        for (GoldenCase each : cases) {
            List<Difference> differences = failures.get(each.id());
            int[] counts = areas.computeIfAbsent(each.area(), a -> new int[2]);
            counts[differences == null ? 0 : 1]++;
            if (differences != null) {
                lines.add("FAIL " + each.area() + "/" + each.id());
                differences.stream().limit(5).forEach(d -> lines.add("    " + d));
            }
        }
        areas.forEach((area, n) -> lines.add("%-18s %5d %5d".formatted(area, n[0], n[1])));
        lines.add("%d of %d pass".formatted(cases.size() - failures.size(), cases.size()));
        Files.createDirectories(Path.of("target"));
        Files.write(
                Path.of("target/golden.txt"),
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
