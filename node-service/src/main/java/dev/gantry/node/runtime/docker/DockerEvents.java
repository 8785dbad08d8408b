package dev.gantry.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import dev.gantry.node.runtime.ContainerRuntime.Subscription;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.RuntimeListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events of one cluster; after a break it connects again, with growing pauses
 * up to a few seconds.
 */
final class DockerEvents implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(DockerEvents.class);
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final DockerClient docker;
    private final String clusterId;
    private final RuntimeListener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    DockerEvents(DockerClient docker, String clusterId, RuntimeListener listener) {
        this.docker = docker;
        this.clusterId = clusterId;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("node-engine-events").start(this::run);
    }

    private void run() {
        Duration pause = SHORTEST;
        try {
            do {
                long started = System.nanoTime();
                String why = followOnce();
                if (closed.getCount() == 0) {
                    return;
                }
                listener.disconnected(why);
                boolean lived = System.nanoTime() - started > LONGEST.toNanos();
                pause = lived ? SHORTEST : min(pause.multipliedBy(2), LONGEST);
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private String followOnce() throws InterruptedException {
        try (Following following = new Following()) {
            Calls.call(() -> docker.pingCmd().exec());
            Calls.call(
                    () ->
                            docker.eventsCmd()
                                    .withEventTypeFilter("container")
                                    .withEventFilter("start", "die", "oom", "destroy")
                                    .withLabelFilter(Map.of(Labels.CLUSTER, clusterId))
                                    .exec(following));
            following.ended.await();
            return following.why;
        } catch (EngineException e) {
            return Objects.requireNonNullElse(e.getMessage(), e.toString());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private final class Following extends ResultCallback.Adapter<Event> {

        final CountDownLatch ended = new CountDownLatch(1);
        volatile String why = "the engine's event stream ended";

        @Override
        public void onStart(java.io.Closeable stream) {
            super.onStart(stream);
            listener.connected();
        }

        @Override
        public void onNext(Event event) {
            try {
                if (event.getActor() != null && event.getActor().getAttributes() != null) {
                    Map<String, String> labels = event.getActor().getAttributes();
                    listener.changed(
                            Labels.pod(labels),
                            Objects.requireNonNullElse(event.getActor().getId(), ""),
                            Labels.isSandbox(labels));
                }
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("an engine event was not handled");
            }
        }

        @Override
        public void onError(Throwable error) {
            why = Calls.awayWords(error);
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }
}
