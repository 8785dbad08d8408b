package dev.gantry.reconciler.controller;

import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Optional;

/** For controllers that keep one object of a fixed name in every namespace. */
public final class PerNamespace {

    private final StateClient client;

    public PerNamespace(StateClient client) {
        this.client = client;
    }

    /** The key of a namespace. */
    public static List<ObjectName> key(Namespace namespace) {
        return List.of(new ObjectName("", namespace.getMetadata().getName()));
    }

    /** Objects of the name concern their namespace. */
    public static <T extends HasMetadata> Trigger<T> named(String name) {
        return Trigger.of(
                object ->
                        name.equals(object.getMetadata().getName())
                                ? List.of(new ObjectName("", object.getMetadata().getNamespace()))
                                : List.of());
    }

    /** Writes; a namespace that is going or gone, or an object that is there, is no failure. */
    public Requeue apply(Optional<Write> write) {
        if (write.isEmpty()) {
            return Requeue.onChange();
        }
        return switch (client.writeAll(List.of(WriteGroup.of(write.get()))).get(0)) {
            case WriteResult.Written written -> Requeue.onChange();
            case WriteResult.Refused refused -> {
                int code = refused.error().code();
                boolean moot =
                        code == 404
                                || refused.error().reason().equals("AlreadyExists")
                                || NamespaceGoing.isCause(refused.error());
                yield moot ? Requeue.onChange() : Requeue.backOff(refused.error().message());
            }
        };
    }
}
