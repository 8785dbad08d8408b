/** What every controller stands on: work queue, reconcile loop, leader election, event recorder. */
@NullMarked
package dev.gantry.controller;

import org.jspecify.annotations.NullMarked;
