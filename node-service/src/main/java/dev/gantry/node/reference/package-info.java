/**
 * What pods refer to: ConfigMaps, Secrets, Services, tokens of service accounts.
 *
 * <p>Each object named by a pod of this node is watched by its name as the node, for as long as a
 * pod names it; nothing else is read.
 */
@NullMarked
package dev.gantry.node.reference;

import org.jspecify.annotations.NullMarked;
