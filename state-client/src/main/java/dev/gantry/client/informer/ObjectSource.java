package dev.gantry.client.informer;

import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an informer asks of the state service. Failures are ApiExceptions. */
interface ObjectSource {

    /** All objects wanted, consistent at the revision. */
    Snapshot list();

    /** Every change of objects wanted after {@code revision}. */
    Watch watch(long revision, WatchHandler handler);

    /** The object as it is now: a consistent read; null when there is none. */
    @Nullable Document get(String namespace, String name);

    /** A consistent list. */
    record Snapshot(List<Document> objects, long revision) {}
}
