package dev.gantry.node.hostnetwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.node.dns.TestZones;
import dev.gantry.node.serviceaddress.ServicePort;
import dev.gantry.node.serviceaddress.ServicePort.Endpoint;
import dev.gantry.testkit.host.Facility;
import dev.gantry.testkit.host.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The host's rules with two pods that are network namespaces on a bridge, on ranges of their own.
 * Needs root and iptables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs({Facility.PACKET_RULES, Facility.BUSYBOX})
class HostNetworkIT {

    private static final String POD_RANGE = "10.231.0.0/16";
    private static final String SERVICE_RANGE = "10.232.0.0/16";

    private final String cluster =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()).toLowerCase();
    private final NetworkSettings settings =
            new NetworkSettings(
                    true,
                    POD_RANGE,
                    SERVICE_RANGE,
                    "10.232.0.10",
                    List.of("127.0.0.0/8"),
                    "127.0.0.1:6443");
    private final HostNetwork network = new HostNetwork(settings, cluster);
    private final String bridge = settings.bridge(cluster);
    private final List<Process> servers = new ArrayList<>();

    @BeforeAll
    void twoPods() throws Exception {
        run("ip link add " + bridge + " type bridge");
        run("ip addr add 10.231.0.1/16 dev " + bridge);
        run("ip link set " + bridge + " up");
        run("iptables " + betweenPods("-I")); // an engine does this for its own networks
        pod("a", "10.231.1.2");
        pod("b", "10.231.1.3");
        network.check();
    }

    private void pod(String name, String address) throws Exception {
        String space = "gt-" + cluster + name;
        String host = "v" + name + cluster;
        run("ip netns add " + space);
        run("ip link add " + host + " type veth peer name eth0 netns " + space);
        run("ip link set " + host + " master " + bridge + " up");
        run("ip -n " + space + " addr add " + address + "/16 dev eth0");
        run("ip -n " + space + " link set eth0 up");
        run("ip -n " + space + " link set lo up");
        run("ip -n " + space + " route add default via 10.231.0.1");
        servers.add(
                new ProcessBuilder(
                                ("ip netns exec "
                                                + space
                                                + " /bin/busybox nc -ll -p 8080 -e /bin/echo "
                                                + name)
                                        .split(" "))
                        .start());
    }

    @Test
    void aServiceAddressLeadsToItsPodsAndIsRejectedWithoutThem() throws Exception {
        network.program(List.of(service("10.231.1.2", "10.231.1.3")));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            seen.add(fromPod("a", "10.232.0.7", 80));
        }
        assertThat(seen).contains("a", "b").allMatch(s -> s.equals("a") || s.equals("b"));

        network.program(List.of(service()));
        assertThat(fromPod("a", "10.232.0.7", 80)).isEmpty();
        assertThat(connect("10.232.0.99", 80)).isEqualTo("refused");
    }

    @Test
    void aPodReachesItselfThroughItsService() throws Exception {
        network.program(List.of(service("10.231.1.2")));
        assertThat(fromPod("a", "10.232.0.7", 80)).isEqualTo("a");
    }

    @Test
    void theHostReachesServiceAddressesAndNodePorts() throws Exception {
        network.program(List.of(service("10.231.1.3")));
        assertThat(connect("10.232.0.7", 80)).isEqualTo("b");
        assertThat(connect("127.0.0.1", 31980)).isEqualTo("b");
    }

    @Test
    void podsReachWhatTheHostServesAndNothingElseOnItsLoopback() throws Exception {
        try (ServerSocket api = new ServerSocket()) {
            api.bind(new InetSocketAddress("127.0.0.1", 0));
            Thread.ofVirtual().start(() -> sayHost(api));
            Endpoint host = new Endpoint("127.0.0.1", api.getLocalPort());
            network.program(
                    List.of(
                            new ServicePort(
                                    "default/kubernetes:443",
                                    "tcp",
                                    List.of("10.232.0.1"),
                                    443,
                                    0,
                                    0,
                                    List.of(host))));
            assertThat(fromPod("a", "10.232.0.1", 443)).isEqualTo("host");
            run(
                    "ip -n gt-"
                            + cluster
                            + "a route add 127.0.0.2/32 via 10.231.0.1 dev eth0 table 7",
                    true);
            assertThat(fromPod("a", "10.231.0.1", api.getLocalPort())).isEmpty();
        }
    }

    @Test
    void podsAskClusterDnsUnderItsServiceAddress() throws Exception {
        try (var dns = TestZones.start("10.232.0.7")) {
            network.program(
                    List.of(
                            new ServicePort(
                                    "kube-system/kube-dns:53",
                                    "udp",
                                    List.of("10.232.0.10"),
                                    53,
                                    0,
                                    0,
                                    List.of(new Endpoint("127.0.0.1", dns.port())))));
            assertThat(
                            inPod(
                                    "a",
                                    "/bin/busybox nslookup web.default.svc.cluster.local 10.232.0.10"))
                    .contains("10.232.0.7");
        }
    }

    private String betweenPods(String action) {
        return "-w " + action + " FORWARD -i " + bridge + " -o " + bridge + " -j ACCEPT";
    }

    @AfterAll
    void leavesNothing() throws Exception {
        servers.forEach(Process::destroy);
        network.remove();
        run("iptables " + betweenPods("-D"));
        run("ip netns del gt-" + cluster + "a");
        run("ip netns del gt-" + cluster + "b");
        run("ip link del " + bridge);
        assertThat(run("iptables-save")).doesNotContain(cluster);
    }

    private static ServicePort service(String... pods) {
        return new ServicePort(
                "default/web:80",
                "tcp",
                List.of("10.232.0.7"),
                80,
                31980,
                0,
                List.of(pods).stream().map(p -> new Endpoint(p, 8080)).toList());
    }

    private static void sayHost(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("host\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private String fromPod(String pod, String address, int port) throws Exception {
        return inPod(pod, "/bin/busybox nc -w 2 " + address + " " + port).strip();
    }

    private String inPod(String pod, String command) throws Exception {
        return run("ip netns exec gt-" + cluster + pod + " " + command, true);
    }

    private static String connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 3000);
            socket.setSoTimeout(3000);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(all);
            return all.toString(StandardCharsets.US_ASCII).strip();
        } catch (java.net.ConnectException refused) {
            return "refused";
        }
    }

    private static String run(String command) throws Exception {
        return run(command, false);
    }

    private static String run(String command, boolean mayFail) throws Exception {
        Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (!mayFail) {
            assertThat(code).as(command + ": " + output).isZero();
        }
        return mayFail && code != 0 && output.contains("refused") ? "" : output;
    }
}
