/**
 * The log: one line an event, a constant message and facts as key-values, as text or as JSON. The
 * service is read off the thread's name, {@code service/what}.
 */
@NullMarked
package dev.gantry.runtime.logging;

import org.jspecify.annotations.NullMarked;
