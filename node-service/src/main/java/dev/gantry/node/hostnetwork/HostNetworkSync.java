package dev.gantry.node.hostnetwork;

import dev.gantry.client.informer.Informer;
import dev.gantry.node.serviceaddress.ServicePort;
import dev.gantry.node.serviceaddress.ServiceTable;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the host's rules equal to the Services and their endpoints.
 *
 * <p>Changes that come within 50 ms are programmed together; every 30 s everything is programmed
 * again, because an engine that restarts may have put its own rules in front.
 */
final class HostNetworkSync implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostNetworkSync.class);
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final HostNetwork network;
    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Supplier<Map<String, ServicePort.Endpoint>> onHost;
    private final Timer duration;
    private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean working;

    HostNetworkSync(
            HostNetwork network,
            Informer<Service> services,
            Informer<EndpointSlice> slices,
            Supplier<Map<String, ServicePort.Endpoint>> onHost,
            MeterRegistry metrics) {
        this.network = network;
        this.services = services;
        this.slices = slices;
        this.onHost = onHost;
        this.duration = Timer.builder("kubeproxy.sync.proxy.rules.duration").register(metrics);
        metrics.gauge("gantry.node.hostnetwork.working", this, s -> s.working ? 1 : 0);
        this.thread = Thread.ofPlatform().name("node-hostnetwork").daemon().unstarted(this::run);
    }

    void start() {
        services.listen(new Wake<>());
        slices.listen(new Wake<>());
        thread.start();
    }

    /** Whether the last attempt succeeded. */
    boolean working() {
        return working;
    }

    private void run() {
        Duration pause = Duration.ZERO;
        while (!closed) {
            try {
                wake.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
                wake.clear();
                pause = program();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration program() {
        if (!services.synced() || !slices.synced()) {
            return GATHER;
        }
        try {
            List<ServicePort> ports = ServiceTable.of(services.list(), slices.list(), onHost.get());
            Timer.Sample sample = Timer.start();
            network.program(ports);
            sample.stop(duration);
            if (!working) {
                LOG.atInfo().addKeyValue("ports", ports.size()).log("service addresses are served");
            }
            working = true;
            return AGAIN;
        } catch (HostNetwork.NotProgrammed e) {
            if (working) {
                LOG.atError().addKeyValue("why", e.getMessage()).log("packet rules not programmed");
            }
            working = false;
            return AFTER_FAILURE;
        } catch (RuntimeException bug) {
            LOG.error("packet rules could not be computed", bug);
            working = false;
            return AGAIN;
        }
    }

    private final class Wake<T> implements Informer.Listener<T> {
        @Override
        public void added(T object) {
            wake.offer(true);
        }

        @Override
        public void changed(T before, T after) {
            wake.offer(true);
        }

        @Override
        public void removed(T last) {
            wake.offer(true);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
