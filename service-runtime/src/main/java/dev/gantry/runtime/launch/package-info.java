/**
 * Starts a service as a Spring context, alone in a process or beside others in one JVM; the same
 * code for both.
 */
@NullMarked
package dev.gantry.runtime.launch;

import org.jspecify.annotations.NullMarked;
