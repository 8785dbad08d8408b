/**
 * Documents as trees: bodies, canonical form, patches, field ownership. Pure functions over JSON
 * and schema metadata.
 *
 * <p>The order in which a write uses them is Kubernetes': {@code Bodies.decode}, {@code
 * Canonical.apply} (its result is what field validation reports), defaults of the kind, {@code
 * FieldOwnership.update}, and only then the kind's strategy, mutating admission and validation, for
 * what these add is owned by nobody; last {@code Canonical.stored} on what is compared with the
 * stored form and committed. A patch starts from the stored document: {@code JsonPatches}, {@code
 * MergePatches} or {@code StrategicMerge}, then the same from {@code Canonical.apply} on. {@code
 * FieldOwnership.apply} is both patch and ownership: canonical form and defaults follow it.
 */
@NullMarked
package dev.gantry.state.document;

import org.jspecify.annotations.NullMarked;
