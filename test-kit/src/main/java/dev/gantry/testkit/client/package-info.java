/** What every {@code StateClient} keeps: the fake and the real one are held by the same test. */
@NullMarked
package dev.gantry.testkit.client;

import org.jspecify.annotations.NullMarked;
