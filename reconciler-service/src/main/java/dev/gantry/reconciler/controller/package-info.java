/** What every controller of this service is given, and how it writes: in bulk, under the fence. */
@NullMarked
package dev.gantry.reconciler.controller;

import org.jspecify.annotations.NullMarked;
