@NullMarked
package dev.gantry.node;

import org.jspecify.annotations.NullMarked;
