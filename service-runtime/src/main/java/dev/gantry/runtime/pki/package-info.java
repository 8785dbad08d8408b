/**
 * The cluster's certificate authority: files under one directory, readable by their owner only, and
 * the certificates by which services, nodes and the administrator prove who they are.
 */
@NullMarked
package dev.gantry.runtime.pki;

import org.jspecify.annotations.NullMarked;
