package dev.gantry.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemasTest {

    private static Schema at(String type, String field) {
        return Schemas.builtIn().ofType(type).orElseThrow().fields().get(field).schema();
    }

    @Test
    void everyServedKindHasOne() {
        assertThat(Catalog.builtIn().types())
                .allSatisfy(type -> assertThat(Schemas.builtIn().ofKind(type)).isPresent());
    }

    @Test
    void listsKnowHowTheyMerge() {
        Schema.ListOf ports = (Schema.ListOf) at("core/v1.Container", "ports");
        assertThat(ports.listType()).isEqualTo(Schema.ListType.MAP);
        assertThat(ports.keys()).containsExactly("containerPort", "protocol");
        assertThat(ports.mergeKey()).isEqualTo("containerPort");
        Schema.ListOf args = (Schema.ListOf) at("core/v1.Container", "args");
        assertThat(args.listType()).isEqualTo(Schema.ListType.ATOMIC);
    }

    @Test
    void inlinedStructsStandInTheirOwnerAndMergeAsTheOwnerSays() {
        Schema.Struct ephemeral =
                Schemas.builtIn().ofType("core/v1.EphemeralContainer").orElseThrow();
        assertThat(ephemeral.fields()).containsKeys("name", "env", "targetContainerName");
        Schema.ListOf env = (Schema.ListOf) at("core/v1.EphemeralContainer", "env");
        assertThat(env.mergeKey()).isEqualTo("name");
        assertThat(ephemeral.inlines()).hasSize(1);
        assertThat(ephemeral.numbered(1)).isNull();
        assertThat(ephemeral.numbered(2)).isNotNull();
    }

    @Test
    void atomicityIsTheFieldsWordOverTheTypes() {
        assertThat(((Schema.Struct) at("core/v1.Event", "involvedObject")).atomic()).isTrue();
        assertThat(((Schema.Struct) at("core/v1.PersistentVolumeSpec", "claimRef")).atomic())
                .isFalse();
        assertThat(((Schema.MapOf) at("core/v1.PodSpec", "nodeSelector")).atomic()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "v1, DeleteOptions",
        "apps/v1, DeleteOptions",
        "meta.k8s.io/v1, Status",
        "autoscaling/v1, Scale",
        "v1, Binding",
        "policy/v1, Eviction",
        "authorization.k8s.io/v1, SelfSubjectAccessReview",
        "apps/v1, DeploymentList",
    })
    void kindsThatAreNotStoredAreKnownToo(String apiVersion, String kind) {
        assertThat(Schemas.builtIn().ofKind(apiVersion, kind)).isPresent();
    }
}
