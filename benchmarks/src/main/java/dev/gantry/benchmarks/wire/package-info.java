/**
 * A client that costs little: HTTP/1.1 over one kept connection with a client certificate,
 * blocking, nothing parsed but the reply's frame. What is measured is the server and not its
 * driver.
 */
@NullMarked
package dev.gantry.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
