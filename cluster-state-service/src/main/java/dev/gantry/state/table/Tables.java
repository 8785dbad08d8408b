package dev.gantry.state.table;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.PrinterColumn;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.request.exchange.Partial;
import dev.gantry.state.served.CustomKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code meta.k8s.io} Tables of objects. Kubernetes: "API Concepts", section "Receiving resources
 * as Tables". Pure; cost: a look at the shown fields of each object.
 */
public final class Tables {

    private static final List<PrinterColumn> AGE_ONLY =
            List.of(
                    new PrinterColumn("Name", "string", "name", 0),
                    new PrinterColumn("Age", "string", "", 0));
    private static final List<PrinterColumn> SCALE =
            List.of(
                    new PrinterColumn("Name", "string", "name", 0),
                    new PrinterColumn("Desired", "integer", "", 0),
                    new PrinterColumn("Available", "integer", "", 0),
                    new PrinterColumn("Age", "string", "", 0));

    private Tables() {}

    /**
     * A table of objects of one type.
     *
     * @param includeObject what each row carries: {@code None}, {@code Metadata} (also when empty)
     *     or {@code Object}
     * @param tableVersion {@code v1} or {@code v1beta1}
     * @param listMeta the table's metadata: resourceVersion, continue, remainingItemCount
     * @param withColumns whether columns are told; a watch tells them once
     */
    public static ObjectNode render(
            ResourceType type,
            List<ObjectNode> objects,
            String includeObject,
            String tableVersion,
            ObjectNode listMeta,
            Instant now,
            boolean withColumns) {
        return render(
                type,
                Optional.empty(),
                objects,
                includeObject,
                tableVersion,
                listMeta,
                now,
                withColumns);
    }

    /**
     * As above, of a kind that is defined at run time where {@code custom} says so.
     *
     * @param custom the kind's definition
     */
    public static ObjectNode render(
            ResourceType type,
            Optional<CustomKind> custom,
            List<ObjectNode> objects,
            String includeObject,
            String tableVersion,
            ObjectNode listMeta,
            Instant now,
            boolean withColumns) {
        if (custom.isPresent()) {
            CustomKind kind = custom.get();
            ObjectNode table =
                    defined(tableVersion, listMeta, withColumns ? kind.columns() : List.of());
            Printer printer = printed -> kind.cells(printed.object(), now);
            rows(table, printer, objects, includeObject, tableVersion, now);
            return table;
        }
        List<PrinterColumn> declared = Catalog.builtIn().columns(type);
        List<PrinterColumn> columns = declared.isEmpty() ? AGE_ONLY : declared;
        Printer printer = Printers.of(type, columns);
        ObjectNode table = table(tableVersion, listMeta, withColumns ? columns : List.of());
        rows(table, printer, objects, includeObject, tableVersion, now);
        return table;
    }

    /** A table of one {@code autoscaling/v1} Scale. */
    public static ObjectNode scale(
            ObjectNode scale, String includeObject, String tableVersion, Instant now) {
        ObjectNode meta = Json.object();
        String revision = Json.text(scale, "metadata", "resourceVersion");
        if (!revision.isEmpty()) {
            meta.put("resourceVersion", revision);
        }
        ObjectNode table = table(tableVersion, meta, SCALE);
        Printer printer = WorkloadPrinters::scale;
        rows(table, printer, List.of(scale), includeObject, tableVersion, now);
        return table;
    }

    private static ObjectNode table(
            String version, ObjectNode listMeta, List<PrinterColumn> columns) {
        return defined(version, listMeta, columns.stream().map(Tables::definition).toList());
    }

    private static ObjectNode definition(PrinterColumn column) {
        return Json.object()
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.format())
                .put("description", "")
                .put("priority", column.priority());
    }

    private static ObjectNode defined(
            String version, ObjectNode listMeta, List<ObjectNode> columns) {
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/" + version);
        table.set("metadata", listMeta);
        if (columns.isEmpty()) {
            table.putNull("columnDefinitions");
        } else {
            table.putArray("columnDefinitions").addAll(columns);
        }
        return table;
    }

    private static void rows(
            ObjectNode table,
            Printer printer,
            List<ObjectNode> objects,
            String includeObject,
            String version,
            Instant now) {
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            printer.cells(new Printed(object, now)).forEach(cell -> add(cells, cell));
            conditions(row, object);
            row.set("object", carried(object, includeObject, version));
        }
    }

    private static void add(ArrayNode cells, @Nullable Object cell) {
        switch (cell) {
            case null -> cells.addNull();
            case java.math.BigDecimal number -> cells.add(number);
            case String text -> cells.add(text);
            case Long number -> cells.add(number);
            case Integer number -> cells.add(number);
            case Boolean flag -> cells.add(flag);
            default -> throw new IllegalArgumentException("no cell of " + cell.getClass());
        }
    }

    /** A pod that has ended is told so, for clients that hide such rows. */
    private static void conditions(ObjectNode row, ObjectNode object) {
        if (!Json.text(object, "kind").equals("Pod")) {
            return;
        }
        String phase = Json.text(object, "status", "phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            row.putArray("conditions")
                    .addObject()
                    .put("type", "Completed")
                    .put("status", "True")
                    .put("reason", phase)
                    .put(
                            "message",
                            phase.equals("Failed")
                                    ? "The pod failed."
                                    : "The pod has completed successfully.");
        }
    }

    private static JsonNode carried(ObjectNode object, String includeObject, String version) {
        return switch (includeObject) {
            case "None" -> NullNode.getInstance();
            case "Object" -> object;
            default -> Partial.of(object, version);
        };
    }
}
