/**
 * The shape of every built-in document: fields in their declared order, which of them are absent
 * when zero, how lists and maps merge, protobuf numbers.
 *
 * <p>Reads {@code fields.tsv} and {@code openapi-patch.tsv} beside the catalog, facts of a
 * Kubernetes 1.36 server. Immutable; built once.
 */
@NullMarked
package dev.gantry.api.schema;

import org.jspecify.annotations.NullMarked;
