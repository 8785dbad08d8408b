package dev.gantry.state.admission;

/**
 * A rule that looks beyond the document itself: at other objects, the caller, the cluster.
 * Kubernetes: "Admission Controllers".
 */
public interface AdmissionPlugin {

    /** The documented name: {@code NamespaceLifecycle}. */
    String name();

    /**
     * May change the document; runs before validation, in the documented order. For a DELETE it
     * runs when the object is really removed, perhaps long after it was asked for, and may only add
     * guards and companions.
     */
    default void mutate(AdmissionRequest request) {}

    /**
     * Runs after validation, and when a deletion is asked for. May only refuse and add guards and
     * companions; what the cluster hands out, such as addresses of Services, is put in here, too.
     */
    default void validate(AdmissionRequest request) {}
}
