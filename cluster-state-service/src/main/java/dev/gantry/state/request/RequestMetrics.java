package dev.gantry.state.request;

import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.Verb;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts and times requests under the names and labels of kube-apiserver. Thread-safe. */
final class RequestMetrics {

    private final MeterRegistry meters;
    private final Map<Label, Meters> known = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Label(
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String scope,
            int code) {}

    private record Meters(Counter total, Timer duration) {}

    void done(Verb verb, Target target, int code, long nanos) {
        Label label =
                new Label(
                        verb == Verb.UPDATE ? "PUT" : verb == Verb.CREATE ? "POST" : verb.name(),
                        target.type().group(),
                        target.type().version(),
                        target.type().resource(),
                        target.subresource(),
                        scope(target),
                        code);
        Meters found = known.computeIfAbsent(label, this::register);
        found.total().increment();
        if (verb != Verb.WATCH) {
            found.duration().record(Duration.ofNanos(nanos));
        }
    }

    private static String scope(Target target) {
        if (!target.name().isEmpty()) {
            return "resource";
        }
        return target.namespace().isEmpty() ? "cluster" : "namespace";
    }

    private Meters register(Label label) {
        String[] tags = {
            "verb", label.verb(),
            "group", label.group(),
            "version", label.version(),
            "resource", label.resource(),
            "subresource", label.subresource(),
            "scope", label.scope()
        };
        return new Meters(
                Counter.builder("apiserver.request")
                        .tags(tags)
                        .tag("code", Integer.toString(label.code()))
                        .register(meters),
                Timer.builder("apiserver.request.duration").tags(tags).register(meters));
    }
}
