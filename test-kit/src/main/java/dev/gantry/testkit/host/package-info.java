/** What the machine must have for a test class; without it the class is skipped with a reason. */
@NullMarked
package dev.gantry.testkit.host;

import org.jspecify.annotations.NullMarked;
