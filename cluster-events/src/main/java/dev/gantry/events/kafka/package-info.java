/**
 * The change log on Kafka: three topics, one idempotent producer, one consumer per process that
 * keeps its places itself.
 *
 * <p>No consumer group, no committed offsets, no compaction: a reader that loses its place lists
 * again.
 */
@NullMarked
package dev.gantry.events.kafka;

import org.jspecify.annotations.NullMarked;
