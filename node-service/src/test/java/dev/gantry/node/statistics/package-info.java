@NullMarked
package dev.gantry.node.statistics;

import org.jspecify.annotations.NullMarked;
