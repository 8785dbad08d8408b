/**
 * The one door for callers: TLS, who they are, how many at once, what they wrote; everything of the
 * API goes on to the state service's door, streams of pods to their nodes.
 *
 * <p>Reads client certificates, Pods, Nodes and Services; writes nothing but the audit log.
 */
@NullMarked
package dev.gantry.gateway;

import org.jspecify.annotations.NullMarked;
