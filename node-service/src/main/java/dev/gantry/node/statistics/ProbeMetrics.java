package dev.gantry.node.statistics;

import static dev.gantry.node.statistics.Exposition.labels;

import dev.gantry.node.pod.PodView;
import dev.gantry.node.probe.ProbeCounts;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code /metrics/probes}: how the attempts of probes went. Pure. */
final class ProbeMetrics {

    private static final String DURATION = "prober_probe_duration_seconds";

    private ProbeMetrics() {}

    private record Row(ObjectMeta pod, ProbeCounts.Key key, ProbeCounts.Tally tally) {}

    static String of(List<PodView> pods, ProbeCounts counts) {
        Map<String, ObjectMeta> byUid = new HashMap<>();
        pods.forEach(p -> byUid.put(p.pod().getMetadata().getUid(), p.pod().getMetadata()));
        List<Row> rows = new ArrayList<>();
        counts.forEach(
                (key, tally) -> {
                    ObjectMeta pod = byUid.get(key.podUid());
                    if (pod != null) {
                        rows.add(new Row(pod, key, tally));
                    }
                });
        Exposition out = new Exposition();
        out.family(
                "prober_probe_total",
                "counter",
                "Cumulative number of a liveness, readiness or startup probe for a container by"
                        + " result.");
        rows.forEach(row -> total(out, row));
        out.family(DURATION, "histogram", "Duration in seconds for a probe response.");
        rows.forEach(row -> durations(out, row));
        return out.text();
    }

    private static void total(Exposition out, Row row) {
        BiConsumer<String, Long> sample =
                (result, count) -> {
                    if (count > 0) {
                        out.sample(
                                labels(
                                        "container", row.key().container(),
                                        "namespace", row.pod().getNamespace(),
                                        "pod", row.pod().getName(),
                                        "pod_uid", row.key().podUid(),
                                        "probe_type", row.key().type(),
                                        "result", result),
                                count,
                                null);
                    }
                };
        sample.accept("successful", row.tally().successful.sum());
        sample.accept("failed", row.tally().failed.sum());
        sample.accept("unknown", row.tally().unknown.sum());
    }

    private static void durations(Exposition out, Row row) {
        String labels =
                labels(
                        "container", row.key().container(),
                        "namespace", row.pod().getNamespace(),
                        "pod", row.pod().getName(),
                        "probe_type", row.key().type());
        for (int i = 0; i < ProbeCounts.BUCKETS.length; i++) {
            bucket(out, labels, Double.toString(ProbeCounts.BUCKETS[i]), row.tally().within(i));
        }
        bucket(out, labels, "+Inf", row.tally().all());
        out.sampleOf(DURATION + "_sum", labels, row.tally().seconds(), null);
        out.sampleOf(DURATION + "_count", labels, row.tally().all(), null);
    }

    private static void bucket(Exposition out, String labels, String most, long count) {
        out.sampleOf(DURATION + "_bucket", labels + "," + labels("le", most), count, null);
    }
}
