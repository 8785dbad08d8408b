package dev.gantry.controller;

/** Brings one object closer to what it should be. */
public interface Reconciler {

    /** For metrics, logs and thread names: {@code replicaset}. */
    String name();

    /**
     * Observes, decides, applies. Called for one key by one thread at a time.
     *
     * @return when to look again without a change
     */
    Requeue reconcile(ObjectName key) throws InterruptedException;

    /** The object a queue key names; namespace is empty for cluster-scoped kinds. */
    record ObjectName(String namespace, String name) {}
}
