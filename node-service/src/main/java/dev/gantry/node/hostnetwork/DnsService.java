package dev.gantry.node.hostnetwork;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes sure that the Service {@code kube-system/kube-dns} exists, under which clusters are used to
 * find their DNS. It has no selector: the host serves it.
 */
final class DnsService implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DnsService.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final StateClient state;
    private final String address;
    private volatile boolean running;

    DnsService(StateClient state, String address) {
        this.state = state;
        this.address = address;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("node-dns-service").start(this::ensure);
    }

    private void ensure() {
        ResourceType services = Catalog.builtIn().require("services");
        while (running) {
            try {
                if (state.get(services, "kube-system", "kube-dns") == null) {
                    state.create(services, "kube-system", document());
                }
                return;
            } catch (ApiException e) {
                if (e.error().reason().equals("AlreadyExists")) {
                    return;
                }
                LOG.atDebug().addKeyValue("why", e.getMessage()).log("kube-dns not created yet");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode document() {
        ObjectNode service = Json.object();
        service.put("apiVersion", "v1").put("kind", "Service");
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("name", "kube-dns").put("namespace", "kube-system");
        metadata.putObject("labels")
                .put("k8s-app", "kube-dns")
                .put("kubernetes.io/cluster-service", "true")
                .put("kubernetes.io/name", "CoreDNS");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", address);
        ArrayNode ports = spec.putArray("ports");
        ports.addObject().put("name", "dns").put("port", 53).put("protocol", "UDP");
        ports.addObject().put("name", "dns-tcp").put("port", 53).put("protocol", "TCP");
        return service;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
