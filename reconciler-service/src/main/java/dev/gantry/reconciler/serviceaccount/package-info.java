/**
 * Gives every namespace its {@code default} ServiceAccount.
 *
 * <p>Reads Namespaces and ServiceAccounts from informers; writes ServiceAccounts. Behaviour:
 * Kubernetes documentation, "Managing Service Accounts", section "ServiceAccount controller".
 */
@NullMarked
package dev.gantry.reconciler.serviceaccount;

import org.jspecify.annotations.NullMarked;
