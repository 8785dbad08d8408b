@NullMarked
package dev.gantry.node.pod;

import org.jspecify.annotations.NullMarked;
