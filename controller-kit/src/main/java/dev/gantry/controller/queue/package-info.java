/** The work queue: which keys want attention, each once, each by one worker at a time. */
@NullMarked
package dev.gantry.controller.queue;

import org.jspecify.annotations.NullMarked;
