package dev.gantry.node.hostnetwork;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.node.dns.DnsServer;
import dev.gantry.node.serviceaddress.ServicePort;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts what keeps the host's rules current. Without iptables the node runs, without Services. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NetworkSettings.class)
class HostNetworkConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(HostNetworkConfiguration.class);

    @Bean
    HostNetwork hostNetwork(
            NetworkSettings settings, @Value("${gantry.cluster-id:00000000}") String clusterId) {
        return new HostNetwork(settings, clusterId);
    }

    @Bean(destroyMethod = "close")
    HostNetworkSync hostNetworkSync(
            HostNetwork network,
            NetworkSettings settings,
            InformerFactory informers,
            DnsServer dns,
            MeterRegistry metrics) {
        HostNetworkSync sync =
                new HostNetworkSync(
                        network,
                        informers.informer("services", Service.class),
                        informers.informer("endpointslices.discovery.k8s.io", EndpointSlice.class),
                        () -> onHost(settings, dns.port()),
                        metrics);
        if (usable(network, settings)) {
            sync.start();
        }
        return sync;
    }

    private static boolean usable(HostNetwork network, NetworkSettings settings) {
        if (!settings.enabled()) {
            return false;
        }
        try {
            network.check();
            return true;
        } catch (HostNetwork.Unusable e) {
            LOG.atError()
                    .addKeyValue("why", e.getMessage())
                    .log("service addresses are not served");
            return false;
        }
    }

    /** The API and cluster DNS are served by this host and not by pods. */
    private static Map<String, ServicePort.Endpoint> onHost(NetworkSettings settings, int dnsPort) {
        String api = settings.apiAddress();
        int colon = api.lastIndexOf(':');
        ServicePort.Endpoint gateway =
                new ServicePort.Endpoint(
                        api.substring(0, colon), Integer.parseInt(api.substring(colon + 1)));
        ServicePort.Endpoint dns = new ServicePort.Endpoint("127.0.0.1", dnsPort);
        return Map.of(
                "default/kubernetes:443/tcp", gateway,
                "kube-system/kube-dns:53/udp", dns,
                "kube-system/kube-dns:53/tcp", dns);
    }

    @Bean
    DnsService dnsService(StateClient state, NetworkSettings settings) {
        return new DnsService(state, settings.dnsAddress());
    }
}
