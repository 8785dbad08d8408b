package dev.gantry.node.runtime;

/** Names one pod on one node; the uid alone identifies it. */
public record PodRef(String node, String namespace, String name, String uid) {

    /** As kubelet's messages name a pod: {@code name_namespace(uid)}. */
    public String described() {
        return name + "_" + namespace + "(" + uid + ")";
    }
}
