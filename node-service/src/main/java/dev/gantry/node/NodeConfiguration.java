package dev.gantry.node;

import dev.gantry.client.informer.InformerFactory;
import dev.gantry.node.hostnetwork.NetworkSettings;
import dev.gantry.node.podnetwork.PodNetwork;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.docker.DockerRuntime;
import dev.gantry.node.runtime.docker.DockerSettings;
import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.state.StateAccess;
import dev.gantry.runtime.tls.Certificates;
import dev.gantry.runtime.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The nodes of this host; they start with the context. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeSettings.class)
class NodeConfiguration {

    @Bean(destroyMethod = "close")
    ContainerRuntime containerRuntime(
            NodeSettings settings, NetworkSettings network, ClusterSettings cluster) {
        PodNetwork pods =
                PodNetwork.of(cluster.clusterId(), network.podCidr(), settings.podCidrMask());
        return new DockerRuntime(
                new DockerSettings(settings.engineSocket(), cluster.clusterId(), pods));
    }

    @Bean(destroyMethod = "close")
    Nodes nodes(
            NodeSettings settings,
            NetworkSettings network,
            ClusterSettings cluster,
            ContainerRuntime runtime,
            StateAccess access,
            Certificates certificates,
            ClientPresence presence,
            Clock clock,
            MeterRegistry metrics,
            Traces traces) {
        Nodes nodes =
                new Nodes(
                        settings,
                        network,
                        cluster,
                        runtime,
                        access,
                        certificates,
                        (request, gone) -> presence.watch(request, gone)::close,
                        clock,
                        metrics,
                        traces);
        Gauge.builder("kubelet_running_pods", nodes, Nodes::pods)
                .description("Pods that this host's nodes take care of")
                .register(metrics);
        return nodes;
    }

    @Bean
    NodeStart nodeStart(Nodes nodes, InformerFactory informers) {
        return new NodeStart(nodes, informers);
    }

    /** Starts the nodes when every bean is made and the shared informers run. */
    static final class NodeStart implements SmartLifecycle {

        private final Nodes nodes;
        private final InformerFactory informers;
        private volatile boolean running;

        NodeStart(Nodes nodes, InformerFactory informers) {
            this.nodes = nodes;
            this.informers = informers;
        }

        @Override
        public void start() {
            nodes.start(informers);
            running = true;
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
}
