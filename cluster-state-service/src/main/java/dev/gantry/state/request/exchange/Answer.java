package dev.gantry.state.request.exchange;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.door.DoorReply;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.watchcache.CachedObject;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a request that did not fail is answered with, before it takes a form. */
public sealed interface Answer {

    /** An object as stored; shown in the served type's version. */
    record Stored(int code, ResourceType type, StoredObject object) implements Answer {}

    /**
     * A document that is not stored in this form: a dry run's result, a Status, a Scale, a review.
     *
     * @param type what a Table of it is made by
     */
    record Tree(int code, ResourceType type, ObjectNode tree) implements Answer {}

    /**
     * A list at one revision.
     *
     * @param continueToken empty on the last page
     * @param remaining how many objects follow, negative when not told
     */
    record Listing(
            ResourceType type,
            List<CachedObject> objects,
            long revision,
            String continueToken,
            long remaining)
            implements Answer {}

    /** An answer that writes itself, such as a watch. */
    non-sealed interface Streaming extends Answer {
        /** Begins the reply and returns when the stream has ended. */
        void stream(DoorReply reply, Accepts accepts, List<String> warnings);
    }
}
