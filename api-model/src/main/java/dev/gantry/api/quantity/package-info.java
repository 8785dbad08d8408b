/** Resource quantities and durations. Kubernetes API reference: "Quantity", "Duration". */
@NullMarked
package dev.gantry.api.quantity;

import org.jspecify.annotations.NullMarked;
