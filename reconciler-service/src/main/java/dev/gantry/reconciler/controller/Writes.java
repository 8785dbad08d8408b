package dev.gantry.reconciler.controller;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Bulk writes whose refusals nobody looks at one by one. */
public final class Writes {

    private Writes() {}

    /**
     * Writes each on its own.
     *
     * @throws dev.gantry.api.status.ApiException the first refusal, after all were tried
     */
    public static List<WriteResult> all(StateClient client, List<WriteGroup> groups) {
        if (groups.isEmpty()) {
            return List.of();
        }
        List<WriteResult> results = client.writeAll(groups);
        for (WriteResult result : results) {
            if (result instanceof WriteResult.Refused refused) {
                throw refused.error().exception();
            }
        }
        return results;
    }

    /**
     * As {@link #all}; what is gone already, or is another object of the name, is as good as done.
     */
    public static void deletions(StateClient client, List<Write> deletions) {
        if (deletions.isEmpty()) {
            return;
        }
        for (WriteResult result :
                client.writeAll(deletions.stream().map(WriteGroup::of).toList())) {
            if (result instanceof WriteResult.Refused refused && !isGone(refused.error())) {
                throw refused.error().exception();
            }
        }
    }

    private static boolean isGone(ApiError error) {
        return error.code() == 404
                || (error.code() == 409 && error.message().contains("UID in precondition"));
    }

    /**
     * Writes one; returns it as stored.
     *
     * @throws dev.gantry.api.status.ApiException when it is refused
     */
    public static JsonNode one(StateClient client, Write write) {
        return switch (all(client, List.of(WriteGroup.of(write))).get(0)) {
            case WriteResult.Written written -> written.objects().get(0);
            case WriteResult.Refused refused -> throw refused.error().exception();
        };
    }
}
