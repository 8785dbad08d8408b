/**
 * Mutual TLS from PEM files that may be replaced while the process runs, and the caller that a
 * certificate names.
 */
@NullMarked
package dev.gantry.runtime.tls;

import org.jspecify.annotations.NullMarked;
