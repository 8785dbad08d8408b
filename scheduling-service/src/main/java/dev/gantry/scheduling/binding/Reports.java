package dev.gantry.scheduling.binding;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.scheduling.cluster.PodInfo;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes into a pod's status why it is not scheduled, and removes preempted pods. A reason that is
 * written already is not written again.
 */
public final class Reports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private final Clock clock;
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Bulk<Report> bulk;

    private record Report(PodInfo pod, WriteGroup write) {}

    public Reports(StateClient state, Clock clock) {
        this.clock = clock;
        this.bulk = new Bulk<>("reports", state, Report::write, new Told());
    }

    private final class Told implements Bulk.Outcome<Report> {
        @Override
        public void written(Report report) {
            LOG.trace("written: {}", report.pod().key());
        }

        @Override
        public void refused(Report report, ApiError why) {
            told.remove(report.pod().uid());
            LOG.atDebug()
                    .addKeyValue("pod", report.pod().key())
                    .addKeyValue("why", why.message())
                    .log("not written");
        }
    }

    /**
     * The condition PodScheduled=False.
     *
     * @param nominatedNode where room is being made; empty for nowhere
     * @return whether it differs from what was told before
     */
    public boolean unschedulable(PodInfo pod, String message, String nominatedNode) {
        String all = message + "\n" + nominatedNode;
        if (all.equals(told.put(pod.uid(), all))) {
            return false;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", pod.uid());
        ObjectNode status = patch.putObject("status");
        if (!nominatedNode.isEmpty()) {
            status.put("nominatedNodeName", nominatedNode);
        }
        status.putArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("reason", "Unschedulable")
                .put("message", message)
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        String path = PODS.path(pod.namespace(), pod.name()) + "/status";
        offer(pod, new Write("PATCH", path, "", STRATEGIC, patch));
        return true;
    }

    /** Deletes a pod that has to make room. */
    public void preempt(PodInfo victim) {
        ObjectNode options = Json.object();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", victim.uid());
        offer(victim, Write.delete(PODS, victim.namespace(), victim.name(), options));
    }

    private void offer(PodInfo pod, Write write) {
        if (!bulk.offer(new Report(pod, WriteGroup.of(write)))) {
            told.remove(pod.uid());
        }
    }

    /** The pod is bound or gone. */
    public void forget(String uid) {
        told.remove(uid);
    }

    @Override
    public void close() {
        bulk.close();
    }
}
