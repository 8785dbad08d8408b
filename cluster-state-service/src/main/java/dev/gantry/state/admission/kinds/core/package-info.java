/** Namespaces, settings, secrets, identities, nodes, events, limits and quotas. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.core;

import org.jspecify.annotations.NullMarked;
