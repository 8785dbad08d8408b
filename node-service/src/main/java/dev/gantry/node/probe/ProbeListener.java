package dev.gantry.node.probe;

/** Told of what probes find; must not block. */
public interface ProbeListener {

    /** The report of one of the pod's containers has changed. */
    void changed(String podUid);

    /**
     * An attempt failed: {@code Readiness probe failed: ...}.
     *
     * @param container its name
     */
    void unhealthy(String podUid, String container, String message);
}
