/**
 * How a service reaches the truth: the door to the state service, its client and informers. In one
 * JVM the door and the change log are given; else they are made from settings.
 */
@NullMarked
package dev.gantry.runtime.state;

import org.jspecify.annotations.NullMarked;
