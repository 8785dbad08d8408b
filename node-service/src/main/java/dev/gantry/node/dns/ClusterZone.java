package dev.gantry.node.dns;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Answers for names below the cluster's domain and for the reverse names of its addresses, by the
 * Kubernetes DNS specification 1.1.0. Pure over {@link ClusterNames}.
 */
final class ClusterZone {

    private static final Pattern REVERSE =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.in-addr\\.arpa");
    private static final Pattern DASHED = Pattern.compile("\\d{1,3}-\\d{1,3}-\\d{1,3}-\\d{1,3}");

    private final ClusterNames names;
    private final String domain;
    private final Name zone;
    private final long ttlSeconds;

    ClusterZone(ClusterNames names, String domain, long ttlSeconds) {
        this.names = names;
        this.domain = domain;
        this.zone = name(domain);
        this.ttlSeconds = ttlSeconds;
    }

    /** What the zone says. {@code exists} tells NOERROR from NXDOMAIN when there are no records. */
    record Answer(boolean exists, List<Record> records, List<Record> additional) {
        static final Answer NO_SUCH_NAME = new Answer(false, List.of(), List.of());
        static final Answer NO_DATA = new Answer(true, List.of(), List.of());
    }

    /** Empty when the name is not ours: ask the host's resolvers. */
    Optional<Answer> answer(Name question, int type) {
        String asked = question.toString(true).toLowerCase(Locale.ROOT);
        Matcher reverse = REVERSE.matcher(asked);
        if (reverse.matches()) {
            return pointer(question, reverse, type);
        }
        if (!asked.equals(domain) && !asked.endsWith("." + domain)) {
            return Optional.empty();
        }
        String below =
                asked.equals(domain)
                        ? ""
                        : asked.substring(0, asked.length() - domain.length() - 1);
        List<String> labels =
                below.isEmpty() ? List.of() : Arrays.asList(below.split("\\.", -1)).reversed();
        return Optional.of(inZone(question, type, labels));
    }

    private Answer inZone(Name question, int type, List<String> labels) {
        if (labels.isEmpty()) {
            return type == Type.SOA ? of(List.of(soa())) : Answer.NO_DATA;
        }
        return switch (labels.get(0)) {
            case "svc" -> service(question, type, labels);
            case "pod" -> pod(question, type, labels);
            case "dns-version" ->
                    labels.size() > 1
                            ? Answer.NO_SUCH_NAME
                            : type == Type.TXT
                                    ? of(
                                            List.of(
                                                    new TXTRecord(
                                                            question,
                                                            DClass.IN,
                                                            ttlSeconds,
                                                            "1.1.0")))
                                    : Answer.NO_DATA;
            default -> Answer.NO_SUCH_NAME;
        };
    }

    /** {@code svc}, namespace, service, then nothing, a host name, or protocol and port name. */
    private Answer service(Name question, int type, List<String> labels) {
        if (labels.size() == 1) {
            return Answer.NO_DATA;
        }
        String namespace = labels.get(1);
        if (labels.size() == 2) {
            return names.namespaceExists(namespace) ? Answer.NO_DATA : Answer.NO_SUCH_NAME;
        }
        Service service = names.service(namespace, labels.get(2));
        if (service == null) {
            return Answer.NO_SUCH_NAME;
        }
        if ("ExternalName".equals(service.getSpec().getType())) {
            return labels.size() > 3 ? Answer.NO_SUCH_NAME : external(question, service);
        }
        return switch (labels.size()) {
            case 3 -> itself(question, type, service);
            case 4 ->
                    labels.get(3).startsWith("_")
                            ? Answer.NO_DATA
                            : endpoint(question, type, service, labels.get(3));
            case 5 -> ports(question, type, service, labels.get(3), labels.get(4));
            default -> Answer.NO_SUCH_NAME;
        };
    }

    private Answer external(Name question, Service service) {
        Name target = name(service.getSpec().getExternalName());
        return of(List.of(new CNAMERecord(question, DClass.IN, ttlSeconds, target)));
    }

    private Answer itself(Name question, int type, Service service) {
        if (!isHeadless(service)) {
            List<String> addresses = service.getSpec().getClusterIPs();
            return addresses(
                    question,
                    type,
                    addresses.isEmpty() ? List.of(service.getSpec().getClusterIP()) : addresses);
        }
        List<Host> hosts = hosts(service);
        return hosts.isEmpty()
                ? Answer.NO_SUCH_NAME
                : addresses(question, type, hosts.stream().map(Host::address).distinct().toList());
    }

    private Answer endpoint(Name question, int type, Service service, String hostname) {
        List<String> addresses =
                hosts(service).stream()
                        .filter(h -> h.label().equals(hostname))
                        .map(Host::address)
                        .distinct()
                        .toList();
        return addresses.isEmpty() ? Answer.NO_SUCH_NAME : addresses(question, type, addresses);
    }

    /** {@code _port._protocol.service...}: SRV. */
    private Answer ports(
            Name question, int type, Service service, String protocol, String portName) {
        if (!protocol.startsWith("_") || !portName.startsWith("_")) {
            return Answer.NO_SUCH_NAME;
        }
        List<Record> records = new ArrayList<>();
        List<Record> additional = new ArrayList<>();
        if (isHeadless(service)) {
            headlessPorts(
                    question,
                    service,
                    protocol.substring(1),
                    portName.substring(1),
                    records,
                    additional);
        } else {
            for (ServicePort port : service.getSpec().getPorts()) {
                if (portName.substring(1).equals(port.getName())
                        && protocol.substring(1).equalsIgnoreCase(protocolOf(port.getProtocol()))) {
                    Name target = name(fullName(service));
                    records.add(srv(question, port.getPort(), target));
                    address(target, service.getSpec().getClusterIP()).ifPresent(additional::add);
                }
            }
        }
        if (records.isEmpty()) {
            return Answer.NO_SUCH_NAME;
        }
        return type == Type.SRV || type == Type.ANY
                ? new Answer(true, records, additional)
                : Answer.NO_DATA;
    }

    private void headlessPorts(
            Name question,
            Service service,
            String protocol,
            String portName,
            List<Record> records,
            List<Record> additional) {
        for (Host host : hosts(service)) {
            for (EndpointPort port : host.slice().getPorts()) {
                if (portName.equals(port.getName())
                        && protocol.equalsIgnoreCase(protocolOf(port.getProtocol()))
                        && port.getPort() != null) {
                    Name target = name(host.label() + "." + fullName(service));
                    records.add(srv(question, port.getPort(), target));
                    address(target, host.address()).ifPresent(additional::add);
                }
            }
        }
    }

    /** {@code pod}, namespace, dashed address. */
    private Answer pod(Name question, int type, List<String> labels) {
        if (labels.size() == 1) {
            return Answer.NO_DATA;
        }
        if (!names.namespaceExists(labels.get(1))) {
            return Answer.NO_SUCH_NAME;
        }
        if (labels.size() == 2) {
            return Answer.NO_DATA;
        }
        return labels.size() == 3 && DASHED.matcher(labels.get(2)).matches()
                ? addresses(question, type, List.of(labels.get(2).replace('-', '.')))
                : Answer.NO_SUCH_NAME;
    }

    private Optional<Answer> pointer(Name question, Matcher reverse, int type) {
        String address =
                String.join(
                        ".",
                        reverse.group(4),
                        reverse.group(3),
                        reverse.group(2),
                        reverse.group(1));
        List<String> targets = new ArrayList<>();
        names.servicesAt(address).forEach(s -> targets.add(fullName(s)));
        for (EndpointSlice slice : names.slicesWith(address)) {
            String service = slice.getMetadata().getLabels().get("kubernetes.io/service-name");
            String namespace = slice.getMetadata().getNamespace();
            Service owner = service == null ? null : names.service(namespace, service);
            if (owner != null && isHeadless(owner)) {
                slice.getEndpoints().stream()
                        .filter(e -> e.getAddresses().contains(address))
                        .forEach(e -> targets.add(label(e) + "." + fullName(owner)));
            }
        }
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                type == Type.PTR || type == Type.ANY
                        ? of(
                                targets.stream()
                                        .distinct()
                                        .<Record>map(
                                                t ->
                                                        new PTRRecord(
                                                                question,
                                                                DClass.IN,
                                                                ttlSeconds,
                                                                name(t)))
                                        .toList())
                        : Answer.NO_DATA);
    }

    /** An endpoint of a headless Service, with the label that names it below the Service. */
    private record Host(String label, String address, EndpointSlice slice) {}

    private List<Host> hosts(Service service) {
        boolean all = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        List<Host> hosts = new ArrayList<>();
        for (EndpointSlice slice :
                names.slices(
                        service.getMetadata().getNamespace(), service.getMetadata().getName())) {
            for (Endpoint endpoint : slice.getEndpoints()) {
                boolean ready =
                        endpoint.getConditions() == null
                                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
                if (ready || all) {
                    endpoint.getAddresses()
                            .forEach(a -> hosts.add(new Host(label(endpoint), a, slice)));
                }
            }
        }
        return hosts;
    }

    private static String label(Endpoint endpoint) {
        return endpoint.getHostname() != null && !endpoint.getHostname().isEmpty()
                ? endpoint.getHostname()
                : endpoint.getAddresses().get(0).replace('.', '-').replace(':', '-');
    }

    private static boolean isHeadless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    private static String protocolOf(@Nullable String protocol) {
        return protocol == null ? "TCP" : protocol;
    }

    private String fullName(Service service) {
        return service.getMetadata().getName()
                + "."
                + service.getMetadata().getNamespace()
                + ".svc."
                + domain;
    }

    private Answer addresses(Name owner, int type, List<String> addresses) {
        List<Record> records =
                addresses.stream()
                        .flatMap(a -> address(owner, a).stream())
                        .filter(r -> type == r.getType() || type == Type.ANY)
                        .toList();
        return of(records);
    }

    private Optional<Record> address(Name owner, String text) {
        try {
            InetAddress address =
                    InetAddress.getByAddress(InetAddress.ofLiteral(text).getAddress());
            return Optional.of(
                    address.getAddress().length == 4
                            ? new ARecord(owner, DClass.IN, ttlSeconds, address)
                            : new AAAARecord(owner, DClass.IN, ttlSeconds, address));
        } catch (UnknownHostException | IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private SRVRecord srv(Name question, int port, Name target) {
        return new SRVRecord(question, DClass.IN, ttlSeconds, 0, 100, port, target);
    }

    private static Answer of(List<Record> records) {
        return new Answer(true, records, List.of());
    }

    /** Goes with negative answers, so that resolvers cache them no longer than positive ones. */
    SOARecord soa() {
        return new SOARecord(
                zone,
                DClass.IN,
                ttlSeconds,
                name("ns.dns." + domain),
                name("hostmaster." + domain),
                1,
                7200,
                1800,
                86400,
                ttlSeconds);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text.endsWith(".") ? text : text + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + text, e);
        }
    }
}
