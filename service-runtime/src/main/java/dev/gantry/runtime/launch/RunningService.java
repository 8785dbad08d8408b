package dev.gantry.runtime.launch;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A started service. Closing it ends its streams, lets requests finish for a while, and stops. */
public final class RunningService implements AutoCloseable {

    private final ServiceName name;
    private final ConfigurableApplicationContext context;

    RunningService(ServiceName name, ConfigurableApplicationContext context) {
        this.name = name;
        this.context = context;
    }

    public ServiceName name() {
        return name;
    }

    /** The port of its listener; -1 when it has stopped. */
    public int port() {
        WebServer server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /**
     * @throws org.springframework.beans.BeansException when there is not exactly one
     */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
