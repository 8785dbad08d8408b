/**
 * What exists after a clean start: namespaces, the {@code kubernetes} Service, priority classes,
 * roles and the like. Reads {@code objects.jsonl}, facts of a Kubernetes 1.36 server; writes
 * through the door like anybody else, and only what is missing.
 */
@NullMarked
package dev.gantry.state.bootstrap;

import org.jspecify.annotations.NullMarked;
