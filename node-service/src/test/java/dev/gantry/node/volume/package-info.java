@NullMarked
package dev.gantry.node.volume;

import org.jspecify.annotations.NullMarked;
