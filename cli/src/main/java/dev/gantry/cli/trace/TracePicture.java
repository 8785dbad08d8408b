package dev.gantry.cli.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws the newest trace in which an object occurs, seen from that object: what led to it, what it
 * set off, each step below the one that it is part of. Pure.
 *
 * <pre>
 *     0 ms    24 ms  api-gateway            POST /apis/apps/v1/namespaces/default/deployments
 *     3 ms    19 ms  cluster-state-service    commit  deployments.apps/default/web
 * </pre>
 *
 * <p>Steps of a parent that look the same are drawn once, with how often they occur;
 * reconciliations and writes that changed nothing are left out.
 */
final class TracePicture {

    static final int MOST_LINES = 200;

    private final Map<String, Step> byId = new HashMap<>();
    private final Map<String, List<Step>> parts = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private Instant began = Instant.MAX;

    private TracePicture() {}

    /** The ids of the traces in which the object occurs, the newest first. */
    static List<String> traces(Collection<Step> steps, String object) {
        Map<String, Instant> first = new LinkedHashMap<>();
        for (Step step : steps) {
            first.merge(step.traceId(), step.start(), (a, b) -> a.isBefore(b) ? a : b);
        }
        return first.entrySet().stream()
                .filter(
                        e ->
                                steps.stream()
                                        .anyMatch(
                                                s ->
                                                        s.traceId().equals(e.getKey())
                                                                && s.object().equals(object)))
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The lines of one trace. */
    static List<String> draw(Collection<Step> steps, String trace, String object) {
        TracePicture picture = new TracePicture();
        steps.stream()
                .filter(s -> s.traceId().equals(trace))
                .sorted(Comparator.comparing(Step::start))
                .forEach(picture::add);
        return picture.draw(object);
    }

    private void add(Step step) {
        if (byId.putIfAbsent(step.spanId(), step) == null) {
            parts.computeIfAbsent(step.parentId(), id -> new ArrayList<>()).add(step);
        }
    }

    private List<String> draw(String object) {
        Set<Step> shown = related(object);
        Instant ended = Instant.MIN;
        for (Step step : shown) {
            began = step.start().isBefore(began) ? step.start() : began;
            ended = step.end().isAfter(ended) ? step.end() : ended;
        }
        lines.add(
                "began %s, %d ms from the first step to the end of the last"
                        .formatted(began, Duration.between(began, ended).toMillis()));
        List<Step> roots =
                shown.stream()
                        .filter(s -> !byId.containsKey(s.parentId()))
                        .sorted(Comparator.comparing(Step::start))
                        .toList();
        draw(roots, shown, 0);
        return lines.size() <= MOST_LINES + 1 ? lines : cut();
    }

    private List<String> cut() {
        List<String> cut = new ArrayList<>(lines.subList(0, MOST_LINES + 1));
        cut.add("... " + (lines.size() - cut.size()) + " more");
        return cut;
    }

    /** Steps about the object, those that they are part of, and those that are part of them. */
    private Set<Step> related(String object) {
        List<Step> own = byId.values().stream().filter(s -> s.object().equals(object)).toList();
        Set<Step> related = new HashSet<>();
        Deque<Step> below = new ArrayDeque<>(own);
        while (!below.isEmpty()) {
            Step step = below.pop();
            if (related.add(step)) {
                below.addAll(parts.getOrDefault(step.spanId(), List.of()));
            }
        }
        for (Step step : own) {
            Step above = byId.get(step.parentId());
            while (above != null && related.add(above)) {
                above = byId.get(above.parentId());
            }
        }
        return related;
    }

    private void draw(List<Step> steps, Set<Step> shown, int depth) {
        Map<String, List<Step>> alike = new LinkedHashMap<>();
        for (Step step : steps) {
            if (shown.contains(step) && !idle(step)) {
                boolean leaf = !parts.containsKey(step.spanId());
                String look = step.service() + step.name() + step.object() + step.error();
                alike.computeIfAbsent(leaf ? look : step.spanId(), k -> new ArrayList<>())
                        .add(step);
            }
        }
        for (List<Step> same : alike.values()) {
            Step first = same.getFirst();
            lines.add(line(first, same.size(), depth));
            draw(parts.getOrDefault(first.spanId(), List.of()), shown, depth + 1);
        }
    }

    /** Whether it changed nothing. */
    private boolean idle(Step step) {
        boolean mayBeIdle = step.name().equals("unchanged") || step.name().startsWith("reconcile ");
        return mayBeIdle
                && step.error().isEmpty()
                && parts.getOrDefault(step.spanId(), List.of()).stream().allMatch(this::idle);
    }

    private String line(Step step, int times, int depth) {
        StringBuilder line =
                new StringBuilder(
                        "%6d ms %6s ms  %-21s  %s%s"
                                .formatted(
                                        Duration.between(began, step.start()).toMillis(),
                                        took(step.durationNanos()),
                                        step.service(),
                                        "  ".repeat(Math.min(depth, 20)),
                                        step.name()));
        append(line, "  ", step.object());
        append(line, "  failed: ", step.error());
        return times == 1
                ? line.toString()
                : line.append("  (").append(times).append(" times)").toString();
    }

    private static void append(StringBuilder line, String before, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            line.append(before).append(text);
        }
    }

    private static String took(long nanos) {
        return nanos < 10_000_000
                ? "%.1f".formatted(nanos / 1e6)
                : Long.toString(nanos / 1_000_000);
    }
}
