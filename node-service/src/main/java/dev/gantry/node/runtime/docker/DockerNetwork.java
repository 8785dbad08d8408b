package dev.gantry.node.runtime.docker;

import static dev.gantry.node.runtime.docker.Calls.call;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Network;
import dev.gantry.node.podnetwork.PodNetwork;
import dev.gantry.node.runtime.EngineException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The cluster's network in the engine: a bridge of the same name on the host. */
final class DockerNetwork {

    private final DockerClient docker;
    private final PodNetwork network;
    private final String clusterId;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean known;

    DockerNetwork(DockerClient docker, PodNetwork network, String clusterId) {
        this.docker = docker;
        this.network = network;
        this.clusterId = clusterId;
    }

    /** Makes the network unless it is there; cheap once it is. */
    void ensure() {
        if (known) {
            return;
        }
        lock.lock();
        try {
            if (!known && !exists()) {
                create();
            }
            known = true;
        } finally {
            lock.unlock();
        }
    }

    /** Looks again next time: the engine may have lost it. */
    void forget() {
        known = false;
    }

    private boolean exists() {
        return call(() -> docker.listNetworksCmd().withNameFilter(network.name()).exec()).stream()
                .anyMatch(n -> n.getName().equals(network.name()));
    }

    private void create() {
        Network.Ipam ipam =
                new Network.Ipam()
                        .withConfig(
                                new Network.Ipam.Config()
                                        .withSubnet(network.range().toString())
                                        .withGateway(network.gateway()));
        try {
            call(
                    () ->
                            docker.createNetworkCmd()
                                    .withName(network.name())
                                    .withDriver("bridge")
                                    .withIpam(ipam)
                                    .withCheckDuplicate(true)
                                    .withOptions(
                                            Map.of(
                                                    "com.docker.network.bridge.name",
                                                    network.name()))
                                    .withLabels(Map.of(Labels.CLUSTER, clusterId))
                                    .exec());
        } catch (EngineException e) {
            if (!(e.getCause() instanceof ConflictException)) {
                throw e;
            }
        }
    }

    void remove() {
        Calls.find(() -> docker.removeNetworkCmd(network.name()).exec());
        known = false;
    }
}
