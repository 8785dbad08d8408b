/**
 * Tokens of service accounts: signed, checked, and the key told to whoever checks them elsewhere.
 * Reads ServiceAccounts and what tokens are bound to; writes the signing key at the first time.
 */
@NullMarked
package dev.gantry.state.serviceaccount;

import org.jspecify.annotations.NullMarked;
