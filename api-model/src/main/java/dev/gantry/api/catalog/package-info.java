/**
 * The catalog of kinds: what the API serves, under which names, with which verbs and columns.
 *
 * <p>Reads {@code resources.tsv}, {@code columns.tsv} and {@code field-selectors.tsv}, facts of a
 * Kubernetes 1.36 server with default settings. Adding a kind is adding a row.
 */
@NullMarked
package dev.gantry.api.catalog;

import org.jspecify.annotations.NullMarked;
