package dev.gantry.state.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one kind, in the order of its columns: texts, numbers, booleans and null. */
@FunctionalInterface
interface Printer {

    List<? extends @Nullable Object> cells(Printed object);
}
