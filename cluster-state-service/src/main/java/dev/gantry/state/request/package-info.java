/**
 * Where requests enter: the door, the routing of paths to verbs, authorization, limits and the
 * rendering of answers.
 *
 * <p>{@code exchange} is one request and its answer, {@code read} gets, lists and watches, {@code
 * write} is the pipeline of everything that changes an object, {@code subresource} what hangs below
 * one. Behaviour: Kubernetes API concepts and API conventions.
 */
@NullMarked
package dev.gantry.state.request;

import org.jspecify.annotations.NullMarked;
