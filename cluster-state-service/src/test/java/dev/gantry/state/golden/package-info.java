/**
 * Replays what a Kubernetes 1.36 server answered to some two thousand requests against this
 * service, in the process and without controllers, and compares everything but texts.
 */
@NullMarked
package dev.gantry.state.golden;

import org.jspecify.annotations.NullMarked;
