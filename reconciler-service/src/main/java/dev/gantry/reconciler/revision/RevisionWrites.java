package dev.gantry.reconciler.revision;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Writes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writes ControllerRevisions. */
public final class RevisionWrites {

    public static final ResourceType REVISIONS =
            Catalog.builtIn().require("controllerrevisions.apps");

    private final StateClient client;

    public RevisionWrites(StateClient client) {
        this.client = client;
    }

    /**
     * Creates the revision.
     *
     * @return false when its name is taken by a revision of another owner or another template
     * @throws dev.gantry.api.status.ApiException any other refusal
     */
    public boolean create(HasMetadata owner, ControllerRevision revision) {
        String namespace = revision.getMetadata().getNamespace();
        Write write = Write.create(REVISIONS, namespace, Json.tree(revision));
        return switch (client.writeAll(List.of(WriteGroup.of(write))).get(0)) {
            case WriteResult.Written written -> true;
            case WriteResult.Refused refused -> {
                if (!refused.error().reason().equals("AlreadyExists")) {
                    throw refused.error().exception();
                }
                yield isSame(owner, revision);
            }
        };
    }

    private boolean isSame(HasMetadata owner, ControllerRevision wanted) {
        ObjectNode found =
                client.get(
                        REVISIONS,
                        wanted.getMetadata().getNamespace(),
                        wanted.getMetadata().getName());
        if (found == null) {
            return true;
        }
        ControllerRevision live = Json.view(Json.bytes(found), ControllerRevision.class);
        return dev.gantry.reconciler.ownership.Owners.isControlledBy(live, owner)
                && Json.parse(Json.bytes(live.getData()))
                        .equals(Json.parse(Json.bytes(wanted.getData())));
    }

    /** An old revision that is current again gets the highest number. */
    public void renumber(ControllerRevision revision, long number) {
        ObjectNode patch = Patches.exactly(revision);
        patch.put("revision", number);
        Writes.one(client, Patches.write(REVISIONS, revision, patch));
    }

    public void delete(List<ControllerRevision> revisions) {
        Writes.deletions(
                client, revisions.stream().map(r -> Patches.delete(REVISIONS, r)).toList());
    }
}
