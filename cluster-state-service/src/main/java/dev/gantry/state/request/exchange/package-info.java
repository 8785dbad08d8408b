/**
 * One request and its answer, free of transport: what is asked for, with which options, in which
 * form the answer is wanted, and what the answer is.
 */
@NullMarked
package dev.gantry.state.request.exchange;

import org.jspecify.annotations.NullMarked;
