@NullMarked
package dev.gantry.node.podnetwork;

import org.jspecify.annotations.NullMarked;
