package dev.gantry.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ResolverTest {

    private static final Resolver RESOLVER =
            new Resolver(
                    "10.96.0.10",
                    "cluster.local",
                    "# host\nnameserver 192.0.2.1\nsearch example.org\noptions timeout:1 rotate\n");

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-0")
                .endMetadata()
                .withNewSpec()
                .endSpec();
    }

    @Test
    void clusterFirstSearchesTheNamespaceThenTheHostsDomains() {
        assertThat(RESOLVER.resolvConf(pod().build()))
                .isEqualTo(
                        """
                        search shop.svc.cluster.local svc.cluster.local cluster.local example.org
                        nameserver 10.96.0.10
                        options ndots:5
                        """);
    }

    @Test
    void thePolicyDecidesWhoseResolverItIs() {
        Pod host = pod().editSpec().withHostNetwork(true).endSpec().build();
        assertThat(RESOLVER.resolvConf(host)).contains("192.0.2.1").doesNotContain("10.96");
        Pod both =
                pod().editSpec()
                        .withHostNetwork(true)
                        .withDnsPolicy("ClusterFirstWithHostNet")
                        .endSpec()
                        .build();
        assertThat(RESOLVER.resolvConf(both)).contains("10.96.0.10");
        assertThat(RESOLVER.resolvConf(pod().editSpec().withDnsPolicy("Default").endSpec().build()))
                .isEqualTo("search example.org\nnameserver 192.0.2.1\noptions timeout:1 rotate\n");
    }

    @Test
    void aPodsOwnConfigurationIsMergedIn() {
        Pod pod =
                pod().editSpec()
                        .withDnsPolicy("None")
                        .withNewDnsConfig()
                        .withNameservers("1.1.1.1")
                        .withSearches("a.b")
                        .addNewOption("ndots", "2")
                        .addNewOption("edns0", null)
                        .endDnsConfig()
                        .endSpec()
                        .build();
        assertThat(RESOLVER.resolvConf(pod))
                .isEqualTo("search a.b\nnameserver 1.1.1.1\noptions ndots:2 edns0\n");
    }

    @Test
    void aSubdomainGivesAFullNameInHosts() {
        Pod pod =
                pod().editSpec()
                        .withSubdomain("web")
                        .addNewHostAlias()
                        .withIp("10.1.1.1")
                        .withHostnames("db", "cache")
                        .endHostAlias()
                        .endSpec()
                        .build();
        assertThat(RESOLVER.hosts(pod, "10.244.1.2"))
                .startsWith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
                .contains("10.244.1.2\tweb-0.web.shop.svc.cluster.local\tweb-0\n")
                .endsWith("# Entries added by HostAliases.\n10.1.1.1\tdb\tcache\n");
    }
}
