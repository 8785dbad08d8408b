/**
 * End-to-end tests: a cluster started as a user starts it, seen through kubectl, client libraries
 * and plain HTTP. One cluster a run, one namespace a test class.
 */
@NullMarked
package dev.gantry.e2e;

import org.jspecify.annotations.NullMarked;
