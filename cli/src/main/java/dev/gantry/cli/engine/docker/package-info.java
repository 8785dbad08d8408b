/** The container engine through docker-java: whether it answers, and building images. */
@NullMarked
package dev.gantry.cli.engine.docker;

import org.jspecify.annotations.NullMarked;
