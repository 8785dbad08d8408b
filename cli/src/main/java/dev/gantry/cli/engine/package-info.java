/**
 * The container engine: whether one answers, installing and starting one where that is allowed,
 * building images.
 */
@NullMarked
package dev.gantry.cli.engine;

import org.jspecify.annotations.NullMarked;
