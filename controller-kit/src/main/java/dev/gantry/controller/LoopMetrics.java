package dev.gantry.controller;

import dev.gantry.api.status.ApiException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what came of reconciliations and logs each distinct failure once. */
final class LoopMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerLoop.class);
    private static final int REMEMBERED = 200;

    private final String controller;
    private final Counter succeeded;
    private final Counter retried;
    private final Counter failed;
    private final Counter unsettled;

    private final Set<String> logged =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > REMEMBERED;
                                }
                            }));

    LoopMetrics(MeterRegistry meters, String controller) {
        this.controller = controller;
        this.succeeded = counter(meters, "success");
        this.retried = counter(meters, "retry");
        this.failed = counter(meters, "error");
        this.unsettled = counter(meters, "unsettled");
    }

    private Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("gantry.controller.reconciles")
                .tag("controller", controller)
                .tag("result", result)
                .register(meters);
    }

    void succeeded() {
        succeeded.increment();
    }

    void unsettled() {
        unsettled.increment();
    }

    void retried(Reconciler.ObjectName key, String why) {
        retried.increment();
        LOG.atDebug()
                .addKeyValue("controller", controller)
                .addKeyValue("namespace", key.namespace())
                .addKeyValue("name", key.name())
                .addKeyValue("why", why)
                .log("will be reconciled again");
    }

    void refused(Reconciler.ObjectName key, ApiException e) {
        if (e.error().code() == 409) {
            retried(key, e.error().message());
            return;
        }
        failed.increment();
        if (logged.add(e.error().code() + e.error().reason() + key)) {
            LOG.atWarn()
                    .addKeyValue("controller", controller)
                    .addKeyValue("namespace", key.namespace())
                    .addKeyValue("name", key.name())
                    .addKeyValue("why", e.getMessage())
                    .log("reconciliation was refused, backing off");
        }
    }

    void failed(Reconciler.ObjectName key, RuntimeException e) {
        failed.increment();
        if (logged.add(e.getClass() + "@" + origin(e))) {
            LOG.atError()
                    .addKeyValue("controller", controller)
                    .addKeyValue("namespace", key.namespace())
                    .addKeyValue("name", key.name())
                    .setCause(e)
                    .log("reconciliation failed, backing off");
        }
    }

    private static String origin(RuntimeException e) {
        return e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString();
    }
}
