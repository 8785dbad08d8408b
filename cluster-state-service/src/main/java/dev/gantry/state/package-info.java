/**
 * The source of truth: API machinery, admission, storage in PostgreSQL, changes to Kafka.
 *
 * <p>A request enters {@code request}, becomes a document, passes {@code admission}, is committed
 * by {@code store}, seen by {@code watchcache} and told to the world by {@code publisher}.
 */
@NullMarked
package dev.gantry.state;

import org.jspecify.annotations.NullMarked;
