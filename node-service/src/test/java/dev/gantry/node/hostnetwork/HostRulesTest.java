package dev.gantry.node.hostnetwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.node.serviceaddress.ServicePort;
import dev.gantry.node.serviceaddress.ServicePort.Endpoint;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostRulesTest {

    private static final NetworkSettings SETTINGS =
            new NetworkSettings(
                    true,
                    "10.244.0.0/16",
                    "10.96.0.0/16",
                    "10.96.0.10",
                    List.of("127.0.0.0/8"),
                    "127.0.0.1:6443");

    private final HostRules rules = new HostRules(SETTINGS, "0123abcd", true);

    @Test
    void sharesConnectionsEvenlyAmongEndpoints() {
        String text =
                rules.restoreText(List.of(web("10.244.1.2", "10.244.1.3", "10.244.1.4")), Set.of());
        assertThat(text)
                .contains("--probability 0.3333333333 ")
                .contains("--probability 0.5000000000 ")
                .contains("--to-destination 10.244.1.4:8080");
        assertThat(text.lines().filter(l -> l.contains("--probability"))).hasSize(2);
    }

    @Test
    void marksWhatAPodSendsToItself() {
        assertThat(rules.restoreText(List.of(web("10.244.1.2")), Set.of()))
                .contains("-s 10.244.1.2/32 -j MARK --set-xmark 0x4000/0x4000");
    }

    @Test
    void removesChainsThatAreNoLongerNeeded() {
        String text = rules.restoreText(List.of(), Set.of("GT-0123abcd-Sdeadbeef"));
        assertThat(text)
                .contains(":GT-0123abcd-Sdeadbeef - [0:0]")
                .contains("-X GT-0123abcd-Sdeadbeef");
    }

    @Test
    void rejectsANodePortWithoutEndpointsAndEveryUnservedServiceAddress() {
        assertThat(rules.restoreText(List.of(web()), Set.of()))
                .contains("-A GT-0123abcd-REJ -d 127.0.0.0/8 -p tcp --dport 30080 -j REJECT")
                .contains(
                        "-A GT-0123abcd-REJ -d 10.96.0.0/16 -p tcp -j REJECT --reject-with tcp-reset");
    }

    @Test
    void masqueradesBetweenPodsOnlyWhereTheBridgeIsNotFiltered() {
        String between =
                "-s 10.244.0.0/16 -d 10.244.0.0/16 -m conntrack --ctstate DNAT -j MASQUERADE";
        assertThat(rules.restoreText(List.of(), Set.of())).doesNotContain(between);
        assertThat(new HostRules(SETTINGS, "0123abcd", false).restoreText(List.of(), Set.of()))
                .contains(between);
    }

    @Test
    void chainNamesFitIntoWhatIptablesTakes() {
        rules.restoreText(List.of(web("10.244.1.2")), Set.of())
                .lines()
                .filter(l -> l.startsWith(":"))
                .forEach(
                        l ->
                                assertThat(l.substring(1, l.indexOf(' ')))
                                        .hasSizeLessThanOrEqualTo(28));
    }

    private static ServicePort web(String... addresses) {
        return new ServicePort(
                "default/web:80",
                "tcp",
                List.of("10.96.0.7"),
                80,
                30080,
                0,
                List.of(addresses).stream().map(a -> new Endpoint(a, 8080)).toList());
    }
}
