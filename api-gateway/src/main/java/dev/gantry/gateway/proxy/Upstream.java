package dev.gantry.gateway.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes on to.
 *
 * @param path raw, with its query
 * @param node the node whose certificate must answer; null for plain HTTP to a pod
 * @param statusErrors whether a failure's text becomes a Status; else it is passed on as it is
 */
record Upstream(String host, int port, String path, @Nullable String node, boolean statusErrors) {

    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
