@NullMarked
package dev.gantry.node.server;

import org.jspecify.annotations.NullMarked;
