package dev.gantry.state.table;

import java.util.List;

/** The cells of one kind, in the order of its columns: texts, numbers and booleans. */
@FunctionalInterface
interface Printer {

    List<Object> cells(Printed object);
}
