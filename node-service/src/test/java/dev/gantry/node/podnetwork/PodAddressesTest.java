package dev.gantry.node.podnetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodAddressesTest {

    @Test
    void nodesHaveBlocksOfTheirOwnAfterTheHosts() {
        PodNetwork network = PodNetwork.of("0123abcd", "10.244.0.0/16", 24);
        assertThat(network.name()).isEqualTo("gtr-0123abcd");
        assertThat(network.gateway()).isEqualTo("10.244.0.1");
        assertThat(network.ofNode(0)).hasToString("10.244.1.0/24");
        assertThat(network.ofNode(254)).hasToString("10.244.255.0/24");
        assertThatThrownBy(() -> network.ofNode(255)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Ipv4Range.parse("10.128.0.0/10").part(24, 16_383))
                .hasToString("10.191.255.0/24");
    }

    @Test
    void everyPodHasItsOwnAddressUntilTheRangeIsUsedUp() {
        PodAddresses addresses = new PodAddresses(Ipv4Range.parse("10.0.0.0/28"));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 13; i++) {
            assertThat(given.add(addresses.assign("pod-" + i).orElseThrow())).isTrue();
        }
        assertThat(given).doesNotContain("10.0.0.0", "10.0.0.1", "10.0.0.15");
        assertThat(addresses.assign("one-more")).isEmpty();
        assertThat(addresses.assign("pod-3")).isEqualTo(addresses.assign("pod-3"));
        addresses.release("pod-3");
        assertThat(addresses.assign("one-more")).isPresent();
    }

    @Test
    void anAddressJustReleasedIsNotTheNextOne() {
        PodAddresses addresses = new PodAddresses(Ipv4Range.parse("10.0.0.0/24"));
        String first = addresses.assign("a").orElseThrow();
        addresses.release("a");
        assertThat(addresses.assign("b")).isNotEqualTo(java.util.Optional.of(first));
    }

    @Test
    void anAddressThatWasFoundInUseIsKept() {
        PodAddresses addresses = new PodAddresses(Ipv4Range.parse("10.0.0.0/24"));
        addresses.adopt("found", "10.0.0.2");
        addresses.adopt("elsewhere", "10.9.9.9");
        assertThat(addresses.assign("found")).contains("10.0.0.2");
        assertThat(addresses.assign("new")).isNotEqualTo(addresses.assign("found"));
    }
}
