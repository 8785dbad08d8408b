package dev.gantry.runtime.tls;

import dev.gantry.client.door.Caller;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.PemFiles;
import dev.gantry.runtime.pki.PkiException;
import dev.gantry.runtime.pki.ServerNames;
import dev.gantry.runtime.pki.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates of the cluster's own authority. Twice a day each that is in use is asked for again,
 * which renews it when it is old; whoever uses it picks the new one up.
 */
final class IssuedCertificates implements Certificates, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IssuedCertificates.class);
    private static final Duration LOOK_EVERY = Duration.ofHours(12);

    private final ClusterPki pki;
    private final ServiceName service;
    private final TlsSettings settings;
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();
    private final Thread renewal;

    IssuedCertificates(ClusterPki pki, ServiceName service, TlsSettings settings) {
        this.pki = pki;
        this.service = service;
        this.settings = settings;
        this.renewal =
                Thread.ofVirtual().name(service.module() + "/certificates").start(this::renew);
    }

    @Override
    public TlsIdentity service() {
        return TlsIdentity.of(issueService());
    }

    private PemFiles issueService() {
        List<String> names =
                service == ServiceName.API_GATEWAY
                        ? ServerNames.api(settings.apiServiceAddress(), settings.names())
                        : ServerNames.local(settings.names());
        return pki.issue(service.module(), Subject.of(service.caller(), names));
    }

    @Override
    public TlsIdentity node(String name) {
        nodes.add(name);
        return TlsIdentity.of(issueNode(name));
    }

    private PemFiles issueNode(String name) {
        List<String> names = new ArrayList<>(settings.names());
        names.add(name);
        return pki.issue("node-" + name, Subject.of(Caller.node(name), ServerNames.local(names)));
    }

    @Override
    public Path authority() {
        return pki.authorityFile();
    }

    private void renew() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                renewOnce();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewOnce() {
        try {
            issueService();
            nodes.forEach(this::issueNode);
        } catch (PkiException e) {
            log.atError().setCause(e).log("certificates could not be renewed");
        }
    }

    @Override
    public void close() {
        renewal.interrupt();
    }
}
