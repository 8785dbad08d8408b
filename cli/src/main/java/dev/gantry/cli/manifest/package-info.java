/** Manifests: reading them, applying them, waiting until what they describe is available. */
@NullMarked
package dev.gantry.cli.manifest;

import org.jspecify.annotations.NullMarked;
