/**
 * The listener of a service: Jetty on virtual threads, HTTP/1.1 and HTTP/2 over TLS, client
 * certificates welcome but not demanded. Who may do what is each servlet's affair.
 */
@NullMarked
package dev.gantry.runtime.http;

import org.jspecify.annotations.NullMarked;
