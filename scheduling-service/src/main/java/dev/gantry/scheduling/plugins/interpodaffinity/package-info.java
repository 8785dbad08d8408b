/** Near to some pods, away from others. Kubernetes: InterPodAffinity. */
@NullMarked
package dev.gantry.scheduling.plugins.interpodaffinity;

import org.jspecify.annotations.NullMarked;
