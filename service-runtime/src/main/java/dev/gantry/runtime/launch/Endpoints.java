package dev.gantry.runtime.launch;

/**
 * Told where a service listens once it does, so that ports can be ephemeral. Names are those of the
 * file {@code run/endpoints.json}: the module's for a service's own listener, others such as {@code
 * ingress-http} for more.
 */
public interface Endpoints {

    void listening(String name, int port);
}
