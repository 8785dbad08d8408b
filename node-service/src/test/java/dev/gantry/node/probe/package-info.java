@NullMarked
package dev.gantry.node.probe;

import org.jspecify.annotations.NullMarked;
