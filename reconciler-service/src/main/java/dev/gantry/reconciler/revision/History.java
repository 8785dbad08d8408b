package dev.gantry.reconciler.revision;

import dev.gantry.api.json.Json;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.TemplateHash;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The revisions of one owner.
 *
 * @param all oldest first
 */
public record History(HasMetadata owner, List<ControllerRevision> all) {

    public static final String HASH = "controller.kubernetes.io/hash";

    /** On pods: the name of the revision they are made of. */
    public static final String POD_HASH = "controller-revision-hash";

    public History {
        all =
                all.stream()
                        .sorted(
                                Comparator.comparing(ControllerRevision::getRevision)
                                        .thenComparing(r -> r.getMetadata().getName()))
                        .toList();
    }

    /** What a revision stores of a template. */
    private static ObjectNode data(PodTemplateSpec template) {
        ObjectNode data = Json.object();
        ObjectNode tree = Json.tree(template);
        tree.put("$patch", "replace");
        data.putObject("spec").set("template", tree);
        return data;
    }

    /** The revision of the template, the youngest of several; empty when there is none. */
    public Optional<ControllerRevision> of(PodTemplateSpec template) {
        JsonNode wanted = normal(data(template));
        return all.reversed().stream()
                .filter(r -> normal(Json.MAPPER.valueToTree(r.getData())).equals(wanted))
                .findFirst();
    }

    /** The same numbers are the same nodes. */
    private static JsonNode normal(JsonNode node) {
        return Json.parse(Json.bytes(node));
    }

    public Optional<ControllerRevision> named(@Nullable String name) {
        return all.stream().filter(r -> r.getMetadata().getName().equals(name)).findFirst();
    }

    public long next() {
        return all.isEmpty() ? 1 : all.get(all.size() - 1).getRevision() + 1;
    }

    /** A revision of the template, to be created. */
    public ControllerRevision make(PodTemplateSpec template, int collisions) {
        ObjectNode data = data(template);
        String hash = TemplateHash.of(data, collisions);
        Map<String, String> labels = new HashMap<>();
        if (template.getMetadata() != null && template.getMetadata().getLabels() != null) {
            labels.putAll(template.getMetadata().getLabels());
        }
        labels.put(owner.getKind().equals("DaemonSet") ? POD_HASH : HASH, hash);
        return new ControllerRevisionBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(owner.getMetadata().getName() + "-" + hash)
                .withLabels(labels)
                .withAnnotations(owner.getMetadata().getAnnotations())
                .removeFromAnnotations("kubectl.kubernetes.io/last-applied-configuration")
                .withOwnerReferences(Owners.reference(owner))
                .endMetadata()
                .withData(data)
                .withRevision(next())
                .build();
    }

    /** The template that a revision holds. */
    public static PodTemplateSpec template(ControllerRevision revision) {
        ObjectNode tree =
                (ObjectNode)
                        Json.at(Json.MAPPER.valueToTree(revision.getData()), "spec", "template")
                                .deepCopy();
        tree.remove("$patch");
        return Json.view(Json.bytes(tree), PodTemplateSpec.class);
    }

    /** The hash in a revision's name. */
    public static String hash(ControllerRevision revision) {
        Map<String, String> labels = revision.getMetadata().getLabels();
        String own = labels == null ? null : labels.getOrDefault(HASH, labels.get(POD_HASH));
        return own == null ? "" : own;
    }

    /** The oldest revisions above the limit that nothing uses. */
    public List<ControllerRevision> beyond(@Nullable Integer limit, Set<String> inUse) {
        List<ControllerRevision> unused = new ArrayList<>(all);
        unused.removeIf(r -> inUse.contains(r.getMetadata().getName()));
        int keep = limit == null ? 10 : limit;
        return unused.subList(0, Math.max(0, unused.size() - keep));
    }
}
