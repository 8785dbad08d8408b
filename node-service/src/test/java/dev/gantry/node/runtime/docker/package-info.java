@NullMarked
package dev.gantry.node.runtime.docker;

import org.jspecify.annotations.NullMarked;
