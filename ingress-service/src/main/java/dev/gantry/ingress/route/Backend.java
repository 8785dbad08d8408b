package dev.gantry.ingress.route;

/**
 * A port of a Service that requests go to.
 *
 * @param port its name, or its number as text
 */
public record Backend(String namespace, String service, String port) {}
