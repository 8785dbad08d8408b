package dev.gantry.node;

import dev.gantry.client.informer.InformerFactory;
import dev.gantry.node.hostnetwork.NetworkSettings;
import dev.gantry.node.podnetwork.PodNetwork;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.docker.DockerRuntime;
import dev.gantry.node.runtime.docker.DockerSettings;
import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.state.StateAccess;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The nodes of this host; they start when the port of their server is known. */
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
            Clock clock,
            MeterRegistry metrics) {
        Nodes nodes = new Nodes(settings, network, cluster, runtime, access, clock, metrics);
        Gauge.builder("kubelet_running_pods", nodes, Nodes::pods)
                .description("Pods that this host's nodes take care of")
                .register(metrics);
        return nodes;
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> nodeStart(
            Nodes nodes, InformerFactory informers) {
        return event -> nodes.start(informers, event.getWebServer().getPort());
    }
}
