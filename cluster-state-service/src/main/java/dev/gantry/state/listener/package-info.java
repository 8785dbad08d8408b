/**
 * The state service's HTTP listener: mutual TLS in, the door behind. Whom the gateway speaks for is
 * read from its headers; any other certificate is its own identity.
 */
@NullMarked
package dev.gantry.state.listener;

import org.jspecify.annotations.NullMarked;
