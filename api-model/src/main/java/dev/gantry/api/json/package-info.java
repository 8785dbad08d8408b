/** JSON documents as trees: one mapper for the whole process, and reading by path. */
@NullMarked
package dev.gantry.api.json;

import org.jspecify.annotations.NullMarked;
