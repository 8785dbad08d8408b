/**
 * Properties: a test method run on many seeded inputs; a failure names the seed that repeats it.
 */
@NullMarked
package dev.gantry.testkit.property;

import org.jspecify.annotations.NullMarked;
