/**
 * Acting as someone else: who may, asks with another's rights. Reads the {@code Impersonate-}
 * headers and the caller that authentication has found; writes the caller that all that follows
 * sees.
 */
@NullMarked
package dev.gantry.gateway.impersonation;

import org.jspecify.annotations.NullMarked;
