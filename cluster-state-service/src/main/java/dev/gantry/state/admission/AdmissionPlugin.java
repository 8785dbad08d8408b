package dev.gantry.state.admission;

/**
 * A rule that looks beyond the document itself: at other objects, the caller, the cluster.
 * Kubernetes: "Admission Controllers".
 */
public interface AdmissionPlugin {

    /** The documented name: {@code NamespaceLifecycle}. */
    String name();

    /** May change the document; runs before validation, in the documented order. */
    default void mutate(AdmissionRequest request) {}

    /** May only refuse; runs after validation. */
    default void validate(AdmissionRequest request) {}
}
