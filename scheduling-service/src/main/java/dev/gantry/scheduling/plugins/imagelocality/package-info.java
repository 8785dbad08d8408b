/** Nodes that have the images already score higher. Kubernetes: ImageLocality. */
@NullMarked
package dev.gantry.scheduling.plugins.imagelocality;

import org.jspecify.annotations.NullMarked;
