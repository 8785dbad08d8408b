/**
 * The database: how it is reached, how it is migrated, and the beans that live on it.
 *
 * <p>Only this package and those below it see JDBC.
 */
@NullMarked
package dev.gantry.state.persistence;

import org.jspecify.annotations.NullMarked;
