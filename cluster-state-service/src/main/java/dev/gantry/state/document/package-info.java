/**
 * Documents as trees: canonical form, patches, field ownership. Pure functions over JSON and schema
 * metadata.
 */
@NullMarked
package dev.gantry.state.document;

import org.jspecify.annotations.NullMarked;
