/**
 * Writes the OpenAPI documents of every served group version, at build time.
 *
 * <p>Reads the schemas and the catalog of {@code api-model}, and descriptions and required fields
 * off the annotated models of the official Java client; writes compressed documents and an index
 * with their hashes into the module's resources.
 */
@NullMarked
package dev.gantry.schema;

import org.jspecify.annotations.NullMarked;
