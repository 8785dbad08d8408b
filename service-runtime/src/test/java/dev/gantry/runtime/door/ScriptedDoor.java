package dev.gantry.runtime.door;

import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Answers by path, and remembers what it was asked. */
public final class ScriptedDoor implements StateDoor {

    final BlockingQueue<DoorRequest> asked = new LinkedBlockingQueue<>();
    final Semaphore watchCancelled = new Semaphore(0);
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void call(DoorRequest request, DoorReply reply) {
        asked.add(request);
        try {
            switch (request.path()) {
                case "/large" -> large(reply);
                case "/watch" -> watch(reply);
                case "/cut" -> {
                    ByteSink sink = reply.begin(200, Map.of());
                    sink.write("half".getBytes(StandardCharsets.UTF_8));
                    sink.flush();
                }
                case "/silent" -> {}
                case "/lingering" -> {
                    text(reply, "done");
                    linger();
                }
                default -> text(reply, request.method() + " " + request.caller().user());
            }
        } catch (IOException gone) {
            watchCancelled.release();
        }
    }

    private static void text(DoorReply reply, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers =
                Map.of(
                        "content-type", List.of("text/plain"),
                        "content-length", List.of(Integer.toString(body.length)));
        try (ByteSink sink = reply.begin(200, headers)) {
            sink.write(body);
        }
    }

    /** Long enough for the client to be looked at a few times. */
    private static void linger() {
        LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
    }

    private static void large(DoorReply reply) throws IOException {
        try (ByteSink sink = reply.begin(200, Map.of("content-type", List.of("text/plain")))) {
            for (int i = 0; i < 1000; i++) {
                sink.write("0123456789".repeat(100).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void watch(DoorReply reply) throws IOException {
        ByteSink sink = reply.begin(200, Map.of("content-type", List.of("application/json")));
        sink.flush();
        reply.onCancel(() -> events.add(""));
        try {
            for (String event = events.take(); !reply.cancelled(); event = events.take()) {
                sink.write(event.getBytes(StandardCharsets.UTF_8));
                sink.flush();
                if (event.equals("end\n")) {
                    break;
                }
            }
            if (reply.cancelled()) {
                watchCancelled.release();
            }
            sink.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
