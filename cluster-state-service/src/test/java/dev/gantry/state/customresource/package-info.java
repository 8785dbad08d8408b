/** Custom resources through the door, and their parts by tables. */
@NullMarked
package dev.gantry.state.customresource;

import org.jspecify.annotations.NullMarked;
