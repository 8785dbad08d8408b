/**
 * The store on PostgreSQL, in plain JDBC: group commit through one function call, reads, compaction
 * and the publisher's seat.
 *
 * <p>Reads and writes the tables of {@code db/migration/V1__store.sql}, which says what they mean.
 */
@NullMarked
package dev.gantry.state.persistence.store;

import org.jspecify.annotations.NullMarked;
