/**
 * The one pipeline of every write: decode, default, own, admit, validate, commit.
 *
 * <p>A write is first planned against a state of the object, then committed at exactly that state;
 * when the state was stale it is planned again. Planning has no effect, so several plans can be
 * committed as one group.
 */
@NullMarked
package dev.gantry.state.request.write;

import org.jspecify.annotations.NullMarked;
