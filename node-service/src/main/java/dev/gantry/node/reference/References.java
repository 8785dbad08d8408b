package dev.gantry.node.reference;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that a pod names. Asking for one also keeps it watched until the pod is released. Safe
 * for concurrent use; may block for a few seconds on first use.
 */
public interface References {

    /**
     * Empty when there is none.
     *
     * @throws Unavailable when it could not be found out
     */
    Optional<ConfigMap> configMap(Pod pod, String name);

    /**
     * Empty when there is none.
     *
     * @throws Unavailable when it could not be found out
     */
    Optional<Secret> secret(Pod pod, String name);

    /**
     * A claim of the pod's namespace; empty when there is none.
     *
     * @throws Unavailable when it could not be found out
     */
    Optional<PersistentVolumeClaim> claim(Pod pod, String name);

    /**
     * What a claim is bound to, read from the API each time; empty when there is none.
     *
     * @throws Unavailable when it could not be found out
     */
    Optional<PersistentVolume> persistentVolume(String name);

    /**
     * The labels of the node itself, read from the API each time.
     *
     * @throws Unavailable when they could not be found out
     */
    Map<String, String> nodeLabels(String node);

    /** Services of the pod's namespace, and {@code default/kubernetes}. */
    List<Service> services(Pod pod);

    /**
     * A token for the pod's service account, bound to the pod; empty when the API gives none.
     *
     * @param audience empty for the API's own
     */
    Optional<Token> token(Pod pod, String audience, long seconds);

    /** Nothing is asked for this pod any more. */
    void release(String podUid);

    /** Calls back with the pod's uid whenever something that it named has changed. */
    void listen(Changed listener);

    /** Must not block. */
    interface Changed {
        void changed(String podUid);
    }

    /**
     * @param renewAt when a new one should be asked for, in epoch seconds
     */
    record Token(String text, long renewAt) {}

    /** Nobody could say whether the object exists. */
    final class Unavailable extends RuntimeException {
        public Unavailable(String message) {
            super(message);
        }
    }
}
