/** The same writes as a plain program would make them: one transaction each, in a PostgreSQL. */
@NullMarked
package dev.gantry.benchmarks.persistence;

import org.jspecify.annotations.NullMarked;
