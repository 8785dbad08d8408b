package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A watch of the fake, on a thread of its own. */
final class FakeWatch implements Watch {

    private static final WatchEvent END = new WatchEvent("END", new byte[0]);

    private final FakeCluster cluster;
    private final ResourceType type;
    private final Predicate<ObjectNode> wanted;
    private final long from;
    private final WatchHandler handler;
    private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final Consumer<FakeChange> follower = this::offer;

    FakeWatch(
            FakeCluster cluster,
            ResourceType type,
            Predicate<ObjectNode> wanted,
            Map<String, String> query,
            WatchHandler handler) {
        this.cluster = cluster;
        this.type = type;
        this.wanted = wanted;
        this.from = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        this.handler = handler;
    }

    void start() {
        if (from == 0) {
            List<ObjectNode> now =
                    cluster.read(
                            s -> {
                                cluster.follow(s.revision(), follower);
                                return s.list(type.groupResource(), "", wanted);
                            });
            now.forEach(o -> events.add(new WatchEvent("ADDED", Json.bytes(o))));
        } else {
            cluster.follow(from, follower);
        }
        Thread.ofVirtual().name("fake-watch").start(this::run);
    }

    private void run() {
        try {
            for (WatchEvent event = events.take(); event != END; event = events.take()) {
                handler.event(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            handler.ended(null);
        }
    }

    private void offer(FakeChange change) {
        if (!change.key().groupResource().equals(type.groupResource())) {
            return;
        }
        boolean was = is(change.before());
        boolean now = is(change.after());
        if (was || now) {
            String what = now ? (was ? "MODIFIED" : "ADDED") : "DELETED";
            events.add(new WatchEvent(what, Json.bytes(change.last())));
        }
    }

    private boolean is(@Nullable ObjectNode object) {
        return object != null && wanted.test(object);
    }

    @Override
    public void close() {
        cluster.unfollow(follower);
        events.add(END);
    }
}
