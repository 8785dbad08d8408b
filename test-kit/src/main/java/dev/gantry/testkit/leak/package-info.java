/** What a test class must not leave behind. */
@NullMarked
package dev.gantry.testkit.leak;

import org.jspecify.annotations.NullMarked;
