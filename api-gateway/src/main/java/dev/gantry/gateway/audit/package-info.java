/**
 * Who wrote what, when, and what came of it: one line a request in the form of Kubernetes' audit
 * events, level Metadata, in a file of its own.
 */
@NullMarked
package dev.gantry.gateway.audit;

import org.jspecify.annotations.NullMarked;
