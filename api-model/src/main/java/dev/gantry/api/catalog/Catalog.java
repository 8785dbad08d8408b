package dev.gantry.api.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every built-in kind that Kubernetes 1.36 serves by default. Immutable; custom resources are added
 * by the state service beside it.
 */
public final class Catalog {

    private static final Catalog BUILT_IN = read();

    private final List<ResourceType> types;
    private final Map<String, ResourceType> byPath = new LinkedHashMap<>();
    private final Map<String, List<PrinterColumn>> columns = new LinkedHashMap<>();
    private final Map<String, Set<String>> selectable = new LinkedHashMap<>();

    private Catalog(List<ResourceType> types) {
        this.types = List.copyOf(types);
        types.forEach(type -> byPath.put(type.apiVersion() + "/" + type.resource(), type));
    }

    /** The one built-in catalog. */
    public static Catalog builtIn() {
        return BUILT_IN;
    }

    /** This catalog and more types after it, which have no columns of their own. */
    public Catalog with(Collection<ResourceType> more) {
        List<ResourceType> all = new ArrayList<>(types);
        all.addAll(more);
        Catalog larger = new Catalog(all);
        larger.columns.putAll(columns);
        larger.selectable.putAll(selectable);
        return larger;
    }

    /** All types in the order of discovery: by group, version, resource. */
    public Collection<ResourceType> types() {
        return types;
    }

    /** The type at {@code group/version/resource}, as it stands in a path. */
    public Optional<ResourceType> find(String group, String version, String resource) {
        String apiVersion = group.isEmpty() ? version : group + "/" + version;
        return Optional.ofNullable(byPath.get(apiVersion + "/" + resource));
    }

    /** The type of a document, by its apiVersion and kind. */
    public Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return types.stream()
                .filter(t -> t.kind().equals(kind) && t.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** The preferred version of {@code pods} or {@code deployments.apps}. */
    public Optional<ResourceType> ofGroupResource(String groupResource) {
        return types.stream().filter(t -> t.groupResource().equals(groupResource)).findFirst();
    }

    /**
     * The preferred version of a known type.
     *
     * @throws IllegalArgumentException when the catalog has no such type, which is a bug
     */
    public ResourceType require(String groupResource) {
        return ofGroupResource(groupResource)
                .orElseThrow(() -> new IllegalArgumentException("no kind " + groupResource));
    }

    /** Declared columns of a Table, Name first; empty when only Name and Age apply. */
    public List<PrinterColumn> columns(ResourceType type) {
        return columns.getOrDefault(factKey(type), List.of());
    }

    /** Field selectors that the type accepts. */
    public Set<String> selectableFields(ResourceType type) {
        return selectable.getOrDefault(
                factKey(type), Set.of("metadata.name", "metadata.namespace"));
    }

    private static String factKey(ResourceType type) {
        return type.resource() + "(" + type.apiVersion() + ")";
    }

    private static Catalog read() {
        Catalog catalog = new Catalog(rows("resources.tsv").stream().map(Catalog::type).toList());
        for (String[] row : rows("columns.tsv")) {
            catalog.columns
                    .computeIfAbsent(row[0], k -> new ArrayList<>())
                    .add(new PrinterColumn(row[2], row[3], row[4], Integer.parseInt(row[5])));
        }
        for (String[] row : rows("field-selectors.tsv")) {
            catalog.selectable.computeIfAbsent(row[0], k -> new LinkedHashSet<>()).add(row[1]);
        }
        return catalog;
    }

    private static ResourceType type(String[] row) {
        return new ResourceType(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5].equals("Namespaced"),
                new LinkedHashSet<>(words(row[6], ",")),
                words(row[7], ","),
                words(row[8], ","),
                words(row[9], ";").stream().map(Catalog::subresource).toList(),
                row[10].equals("yes"));
    }

    /** {@code scale:Scale(autoscaling/v1):get,patch,update}. */
    private static ResourceType.Subresource subresource(String text) {
        String[] parts = text.split(":");
        int open = parts[1].indexOf('(');
        String apiVersion = parts[1].substring(open + 1, parts[1].length() - 1);
        int slash = apiVersion.indexOf('/');
        return new ResourceType.Subresource(
                parts[0],
                parts[1].substring(0, open),
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                new LinkedHashSet<>(words(parts[2], ",")));
    }

    private static List<String> words(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator));
    }

    /** The rows of one fact table without its header, each split at tabs. */
    static List<String[]> rows(String file) {
        try (InputStream in = Catalog.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("fact table " + file + " is not on the class path");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
