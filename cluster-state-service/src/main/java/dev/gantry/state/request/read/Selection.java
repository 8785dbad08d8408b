package dev.gantry.state.request.read;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.selector.FieldSelector;
import dev.gantry.api.selector.FieldSelector.Term;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.served.Conversions;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.watchcache.BodyFields;
import dev.gantry.state.watchcache.CachedObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which objects of a collection are asked for.
 *
 * @param name the only object wanted; empty for all
 * @param definedFields selectable fields of a kind that is defined at run time
 */
public record Selection(
        String name, LabelSelector labels, FieldSelector fields, Set<String> definedFields) {

    /**
     * Reads {@code labelSelector} and {@code fieldSelector}.
     *
     * @param name as the path names it, empty for a collection
     * @throws dev.gantry.api.status.ApiException 400 for a selector that cannot be understood or a
     *     field that cannot be selected by
     */
    public static Selection read(
            Query query, ResourceType type, String name, Conversions conversions) {
        try {
            LabelSelector labels = LabelSelector.parse(query.text("labelSelector"));
            FieldSelector fields = FieldSelector.parse(query.text("fieldSelector"));
            Set<String> defined =
                    conversions.custom(type).map(CustomKind::selectableFields).orElse(Set.of());
            return new Selection(name, labels, stored(fields, type, conversions, defined), defined);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(String.valueOf(e.getMessage())).exception();
        }
    }

    private static FieldSelector stored(
            FieldSelector fields, ResourceType type, Conversions conversions, Set<String> defined) {
        if (fields.isEverything()) {
            return fields;
        }
        Set<String> selectable = Catalog.builtIn().selectableFields(type);
        for (Term term : fields.terms()) {
            if (!selectable.contains(term.field()) && !defined.contains(term.field())) {
                throw new IllegalArgumentException("field label not supported: " + term.field());
            }
        }
        List<Term> terms =
                fields.terms().stream()
                        .map(
                                t ->
                                        new Term(
                                                conversions.storedField(type, t.field()),
                                                t.value(),
                                                t.equal()))
                        .toList();
        return new FieldSelector(terms);
    }

    /**
     * Whether an object belongs to it. No parsing, but for fields that a definition made
     * selectable: these are looked up in the body.
     */
    public boolean matches(CachedObject object) {
        return (name.isEmpty() || name.equals(object.stored().key().name()))
                && labels.matches(object.labels())
                && fields.matches(fieldsOf(object));
    }

    private Map<String, String> fieldsOf(CachedObject object) {
        return fields.isEverything() || definedFields.isEmpty()
                ? object.fields()
                : BodyFields.read(object.stored(), definedFields);
    }

    public boolean isEverything() {
        return name.isEmpty() && labels.isEverything() && fields.isEverything();
    }
}
