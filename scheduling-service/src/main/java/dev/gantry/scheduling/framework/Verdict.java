package dev.gantry.scheduling.framework;

import java.util.List;

/** What a filter says of one node. */
public sealed interface Verdict {

    Verdict FITS = new Fits();

    /** The pod may go there. */
    record Fits() implements Verdict {}

    /**
     * It may not.
     *
     * @param reasons in Kubernetes' words, such as {@code Insufficient cpu}
     * @param preemptionMayHelp whether fewer pods on the node could change that
     */
    record Rejected(List<String> reasons, boolean preemptionMayHelp) implements Verdict {}

    static Verdict rejected(boolean preemptionMayHelp, String reason) {
        return new Rejected(List.of(reason), preemptionMayHelp);
    }
}
