/** The cluster under test: started once by the gantry command, stopped and checked at the end. */
@NullMarked
package dev.gantry.e2e.cluster;

import org.jspecify.annotations.NullMarked;
