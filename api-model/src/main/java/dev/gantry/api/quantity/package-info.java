/** Resource quantities. Kubernetes API reference: "Quantity". */
@NullMarked
package dev.gantry.api.quantity;

import org.jspecify.annotations.NullMarked;
