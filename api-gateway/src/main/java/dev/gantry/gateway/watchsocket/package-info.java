/**
 * Watches over a WebSocket, as some clients try first: one event, one text message. Kubernetes:
 * "API concepts", "Efficient detection of changes".
 */
@NullMarked
package dev.gantry.gateway.watchsocket;

import org.jspecify.annotations.NullMarked;
