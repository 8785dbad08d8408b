/** Services and where they lead, ingresses, policies and addresses. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.network;

import org.jspecify.annotations.NullMarked;
