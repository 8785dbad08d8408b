/** Even spread over zones, hosts and other domains. Kubernetes: PodTopologySpread. */
@NullMarked
package dev.gantry.scheduling.plugins.podtopologyspread;

import org.jspecify.annotations.NullMarked;
