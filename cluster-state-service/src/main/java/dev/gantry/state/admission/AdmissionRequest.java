package dev.gantry.state.admission;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.door.Caller;
import dev.gantry.state.store.Guard;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write on its way through the admission plugins.
 *
 * <p>A plugin changes {@link #object()} in place, throws {@code ApiException} to refuse, and adds
 * guards or companion writes that are committed with the object or not at all.
 */
public final class AdmissionRequest {

    /** What is asked for. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    private final Operation operation;
    private final ResourceType type;
    private final String subresource;
    private final ObjectKey key;
    private final Caller caller;
    private final boolean dryRun;
    private final @Nullable ObjectNode object;
    private final @Nullable ObjectNode stored;
    private final List<Guard> guards = new ArrayList<>();
    private final List<Write> companions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    public AdmissionRequest(
            Operation operation,
            ResourceType type,
            String subresource,
            ObjectKey key,
            Caller caller,
            boolean dryRun,
            @Nullable ObjectNode object,
            @Nullable ObjectNode stored) {
        this.operation = operation;
        this.type = type;
        this.subresource = subresource;
        this.key = key;
        this.caller = caller;
        this.dryRun = dryRun;
        this.object = object;
        this.stored = stored;
    }

    public Operation operation() {
        return operation;
    }

    public ResourceType type() {
        return type;
    }

    /** Empty for the object itself. */
    public String subresource() {
        return subresource;
    }

    public ObjectKey key() {
        return key;
    }

    public Caller caller() {
        return caller;
    }

    public boolean dryRun() {
        return dryRun;
    }

    /** The new document; null for a DELETE. */
    public @Nullable ObjectNode object() {
        return object;
    }

    /** The stored document; null for a CREATE. Never changed. */
    public @Nullable ObjectNode stored() {
        return stored;
    }

    public List<Guard> guards() {
        return guards;
    }

    /** Writes of other objects that are committed in the same group. */
    public List<Write> companions() {
        return companions;
    }

    public List<String> warnings() {
        return warnings;
    }
}
