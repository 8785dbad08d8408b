package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The texts of a pod's {@code /etc/resolv.conf}, {@code /etc/hosts} and {@code /etc/hostname}.
 * Pure. Kubernetes documentation, "DNS for Services and Pods", "Adding entries to Pod /etc/hosts".
 *
 * @param dnsAddress the cluster's DNS
 * @param domain of the cluster
 * @param host the host's own resolv.conf
 */
public record Resolver(String dnsAddress, String domain, String host) {

    private static final int MOST_NAMESERVERS = 3;
    private static final int MOST_SEARCHES = 32;

    private record Parts(
            Set<String> nameservers, Set<String> searches, Map<String, String> options) {
        static Parts empty() {
            return new Parts(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashMap<>());
        }
    }

    public String resolvConf(Pod pod) {
        String policy = Objects.requireNonNullElse(pod.getSpec().getDnsPolicy(), "ClusterFirst");
        boolean onHost = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        Parts parts =
                switch (policy) {
                    case "None" -> Parts.empty();
                    case "Default" -> ofHost();
                    case "ClusterFirstWithHostNet" -> ofCluster(pod);
                    default -> onHost ? ofHost() : ofCluster(pod);
                };
        addOwn(pod.getSpec().getDnsConfig(), parts);
        return text(parts);
    }

    private Parts ofCluster(Pod pod) {
        Parts parts = Parts.empty();
        parts.nameservers().add(dnsAddress);
        String namespace = pod.getMetadata().getNamespace();
        parts.searches().add(namespace + ".svc." + domain);
        parts.searches().add("svc." + domain);
        parts.searches().add(domain);
        parts.searches().addAll(ofHost().searches());
        parts.options().put("ndots", "5");
        return parts;
    }

    private Parts ofHost() {
        Parts parts = Parts.empty();
        for (String line : host.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            List<String> values = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> parts.nameservers().addAll(values);
                case "search" -> {
                    parts.searches().clear();
                    parts.searches().addAll(values);
                }
                case "options" -> values.forEach(v -> option(v, parts));
                default -> {
                    // comments and what the C library alone understands
                }
            }
        }
        return parts;
    }

    private static void option(String text, Parts parts) {
        String[] halves = text.split(":", 2);
        parts.options().put(halves[0], halves.length == 2 ? halves[1] : "");
    }

    private static void addOwn(@org.jspecify.annotations.Nullable PodDNSConfig own, Parts parts) {
        if (own == null) {
            return;
        }
        parts.nameservers().addAll(Objects.requireNonNullElse(own.getNameservers(), List.of()));
        parts.searches().addAll(Objects.requireNonNullElse(own.getSearches(), List.of()));
        for (PodDNSConfigOption option :
                Objects.requireNonNullElse(own.getOptions(), List.<PodDNSConfigOption>of())) {
            parts.options()
                    .put(option.getName(), Objects.requireNonNullElse(option.getValue(), ""));
        }
    }

    private static String text(Parts parts) {
        StringBuilder out = new StringBuilder();
        if (!parts.searches().isEmpty()) {
            out.append("search ")
                    .append(String.join(" ", first(parts.searches(), MOST_SEARCHES)))
                    .append('\n');
        }
        first(parts.nameservers(), MOST_NAMESERVERS)
                .forEach(n -> out.append("nameserver ").append(n).append('\n'));
        if (!parts.options().isEmpty()) {
            List<String> all = new ArrayList<>();
            parts.options().forEach((k, v) -> all.add(v.isEmpty() ? k : k + ":" + v));
            out.append("options ").append(String.join(" ", all)).append('\n');
        }
        return out.toString();
    }

    private static List<String> first(Set<String> all, int most) {
        return all.stream().limit(most).toList();
    }

    /** What the pod's processes call themselves; at most 63 characters. */
    public static String hostname(Pod pod) {
        String own = pod.getSpec().getHostname();
        String name = own == null || own.isEmpty() ? pod.getMetadata().getName() : own;
        String cut = name.length() > 63 ? name.substring(0, 63) : name;
        return cut.replaceAll("[-.]+$", "");
    }

    /** With a subdomain: {@code web-0.web.default.svc.cluster.local}; else empty. */
    public String fullName(Pod pod) {
        String subdomain = pod.getSpec().getSubdomain();
        return subdomain == null || subdomain.isEmpty()
                ? ""
                : String.join(
                        ".",
                        hostname(pod),
                        subdomain,
                        pod.getMetadata().getNamespace(),
                        "svc",
                        domain);
    }

    /** The kernel's name for the pod: the full one where {@code setHostnameAsFQDN} says so. */
    public String kernelHostname(Pod pod) {
        boolean full = Boolean.TRUE.equals(pod.getSpec().getSetHostnameAsFQDN());
        return full && !fullName(pod).isEmpty() ? fullName(pod) : hostname(pod);
    }

    public String hosts(Pod pod, String podAddress) {
        StringBuilder out = new StringBuilder();
        out.append("# Kubernetes-managed hosts file.\n");
        out.append("127.0.0.1\tlocalhost\n");
        out.append("::1\tlocalhost ip6-localhost ip6-loopback\n");
        out.append("fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\n");
        out.append("fe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
        String full = fullName(pod);
        out.append(podAddress).append('\t');
        out.append(full.isEmpty() ? "" : full + "\t").append(hostname(pod)).append('\n');
        List<HostAlias> aliases =
                Objects.requireNonNullElse(pod.getSpec().getHostAliases(), List.of());
        if (!aliases.isEmpty()) {
            out.append("\n# Entries added by HostAliases.\n");
            aliases.forEach(
                    a ->
                            out.append(a.getIp())
                                    .append('\t')
                                    .append(String.join("\t", a.getHostnames()))
                                    .append('\n'));
        }
        return out.toString();
    }
}
