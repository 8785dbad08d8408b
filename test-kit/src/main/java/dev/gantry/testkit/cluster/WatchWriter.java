package dev.gantry.testkit.cluster;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import dev.gantry.client.door.ByteSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the events of a watch as lines. */
final class WatchWriter implements WatchHandler {

    private final ByteSink sink;
    private final CountDownLatch end = new CountDownLatch(1);

    WatchWriter(ByteSink sink) {
        this.sink = sink;
    }

    @Override
    public void event(WatchEvent event) {
        try {
            sink.write(
                    ("{\"type\":\"" + event.type() + "\",\"object\":")
                            .getBytes(StandardCharsets.UTF_8));
            sink.write(event.object());
            sink.write("}\n".getBytes(StandardCharsets.UTF_8));
            sink.flush();
        } catch (IOException gone) {
            end.countDown();
        }
    }

    @Override
    public void ended(@Nullable ApiError error) {
        end.countDown();
    }

    /** Returns when the watch is over, its receiver is gone, or the time is up. */
    void awaitEnd(int seconds) {
        try {
            if (!end.await(seconds, TimeUnit.SECONDS)) {
                end.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
