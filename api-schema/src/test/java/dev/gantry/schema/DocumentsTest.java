package dev.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schemas;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DocumentsTest {

    private static final Documents DOCUMENTS =
            new Documents(Catalog.builtIn(), Schemas.builtIn(), new ModelDescriptions());

    static Set<String> groupVersions() {
        return Catalog.builtIn().types().stream()
                .map(ResourceType::apiVersion)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("groupVersions")
    void everyReferenceLeadsToADefinition(String groupVersion) {
        ObjectNode document = DOCUMENTS.v3(groupVersion);
        Set<String> defined = new TreeSet<>();
        JsonNode schemas = document.path("components").path("schemas");
        schemas.propertyNames().forEach(n -> defined.add("#/components/schemas/" + n));
        assertThat(references(document)).isNotEmpty().allMatch(defined::contains);
    }

    @ParameterizedTest
    @MethodSource("groupVersions")
    void everyKindIsThereAndDescribed(String groupVersion) {
        JsonNode schemas = DOCUMENTS.v3(groupVersion).path("components").path("schemas");
        Catalog.builtIn().types().stream()
                .filter(t -> t.apiVersion().equals(groupVersion) && t.stored())
                .forEach(
                        t ->
                                assertThat(schemas.valueStream())
                                        .as(t.kind())
                                        .anyMatch(
                                                s ->
                                                        names(s, t)
                                                                && !s.path("description")
                                                                        .asString("")
                                                                        .isEmpty()));
    }

    private static boolean names(JsonNode schema, ResourceType type) {
        return schema.path("x-kubernetes-group-version-kind")
                .valueStream()
                .anyMatch(
                        k ->
                                k.path("kind").asString("").equals(type.kind())
                                        && k.path("group").asString("").equals(type.group())
                                        && k.path("version").asString("").equals(type.version()));
    }

    @Test
    void patchOperationsTellWhatClientsLookFor() {
        JsonNode patch =
                DOCUMENTS
                        .v3("apps/v1")
                        .path("paths")
                        .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                        .path("patch");
        assertThat(patch.path("parameters").valueStream().map(p -> p.path("name").asString("")))
                .contains("fieldValidation", "dryRun", "fieldManager", "force");
        assertThat(patch.path("requestBody").path("content").propertyNames())
                .contains("application/strategic-merge-patch+json", "application/apply-patch+yaml");
        assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asString(""))
                .isEqualTo("Deployment");
    }

    @Test
    void mergeKeysAndRequiredFieldsAreWhereTheyBelong() {
        JsonNode spec =
                DOCUMENTS
                        .v3("v1")
                        .path("components")
                        .path("schemas")
                        .path("io.k8s.api.core.v1.PodSpec");
        JsonNode containers = spec.path("properties").path("containers");
        assertThat(containers.path("x-kubernetes-patch-merge-key").asString("")).isEqualTo("name");
        assertThat(containers.path("x-kubernetes-list-map-keys").path(0).asString(""))
                .isEqualTo("name");
        assertThat(spec.path("required").valueStream().map(JsonNode::asString))
                .containsExactly("containers");
    }

    @Test
    void theOlderFormHasEveryDefinitionToo() {
        ObjectNode document = DOCUMENTS.v2();
        Set<String> defined = new TreeSet<>();
        document.path("definitions")
                .propertyNames()
                .forEach(n -> defined.add("#/definitions/" + n));
        assertThat(references(document)).isNotEmpty().allMatch(defined::contains);
        assertThat(document.findValues("requestBody")).isEmpty();
    }

    /** Values of {@code $ref}; a property may itself be called so, then it is an object. */
    private static Set<String> references(JsonNode document) {
        Stream<JsonNode> all = document.findValues("$ref").stream();
        return all.filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
