package dev.gantry.state.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiException;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Generator;
import dev.gantry.testkit.property.Property;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FieldOwnershipTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** One object, written again and again, a second apart. */
    private static final class Written {
        private final Schema.Struct schema;
        private ObjectNode live = Json.object();
        private boolean exists;
        private int seconds;

        Written(Schema.Struct schema) {
            this.schema = schema;
        }

        Written apply(String manager, boolean force, ObjectNode config) {
            ObjectNode next =
                    FieldOwnership.apply(
                            exists ? live : null, config, manager, force, "", tick(), schema);
            return store(next);
        }

        Written apply(String manager, String config) {
            return apply(manager, false, Documents.json(config));
        }

        Written update(String manager, String subresource, ObjectNode next) {
            Canonical.apply(next, schema);
            FieldOwnership.update(
                    exists ? live : null,
                    next,
                    manager,
                    Json.text(next, "apiVersion"),
                    subresource,
                    tick(),
                    schema);
            return store(next);
        }

        Written merge(String manager, String patch) {
            return update(manager, "", MergePatches.apply(live, Documents.json(patch)));
        }

        private Instant tick() {
            return START.plusSeconds(seconds++);
        }

        private Written store(ObjectNode next) {
            Json.child(next, "metadata").put("uid", "u");
            Canonical.apply(next, schema);
            Canonical.stored(next, schema);
            live = next;
            exists = true;
            return this;
        }

        JsonNode owners() {
            return Json.at(live, "metadata", "managedFields");
        }

        String owned(String manager) {
            for (JsonNode entry : owners()) {
                if (Json.text(entry, "manager").equals(manager)) {
                    return entry.get("fieldsV1").toString().replace('"', '\'');
                }
            }
            return "";
        }

        String time(String manager) {
            for (JsonNode entry : owners()) {
                if (Json.text(entry, "manager").equals(manager)) {
                    return Json.text(entry, "time");
                }
            }
            return "none";
        }
    }

    private static String configMap(String rest) {
        return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'o'}" + rest + "}";
    }

    @Generator
    static Documents.Rolled rolled(Dice dice) {
        return Documents.roll(dice);
    }

    @Property
    void applyingTwiceChangesNothing(Documents.Rolled rolled) {
        ObjectNode config = rolled.document();
        config.remove("status");
        Written once = new Written(rolled.schema()).apply("m", false, config);
        String after = once.live.toString();
        assertThat(once.apply("m", false, config).live.toString()).isEqualTo(after);
    }

    @Property
    void whatAnApplierNoLongerStatesIsGone(Documents.Rolled rolled) {
        if (rolled.schema().simpleName().equals("CertificateSigningRequest")) {
            return; // its spec belongs to nobody
        }
        ObjectNode bare = Json.object();
        bare.set("apiVersion", rolled.document().get("apiVersion"));
        bare.set("kind", rolled.document().get("kind"));
        bare.putObject("metadata").put("name", "o");
        ObjectNode config = rolled.document();
        config.remove("status");
        Json.child(config, "metadata").put("name", "o");
        Written object = new Written(rolled.schema()).apply("m", false, bare);
        String before = object.live.toString();
        object.apply("m", false, config).apply("m", false, bare);
        assertThat(object.live.toString()).isEqualTo(before);
    }

    @Property
    void anUpdateThatChangesNothingMovesNoTime(Documents.Rolled rolled) {
        Written object = new Written(rolled.schema()).update("a", "", rolled.document());
        String before = object.live.toString();
        assertThat(object.update("b", "", object.live.deepCopy()).live.toString())
                .isEqualTo(before);
    }

    @Test
    void aCreateOwnsWhatIsSetAndNoStructThatIsAlwaysThere() {
        Written object =
                new Written(Documents.DEPLOYMENT)
                        .update(
                                "kubectl-create",
                                "",
                                Documents.json(
                                        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{"
                                                + "'name':'o','labels':{'a':'b'}},'spec':{"
                                                + "'selector':{'matchLabels':{'a':'b'}},'template':"
                                                + "{'spec':{'containers':[{'name':'c','ports':[{"
                                                + "'containerPort':80}]}]}}},'status':{"
                                                + "'replicas':3}}"));
        assertThat(object.owned("kubectl-create"))
                .isEqualTo(
                        "{'f:metadata':{'f:labels':{'.':{},'f:a':{}}},'f:spec':{'f:selector':{},"
                                + "'f:template':{'f:spec':{'f:containers':{'k:{\\'name\\':\\'c\\'}'"
                                + ":{'.':{},'f:name':{},'f:ports':{'.':{},'k:{\\'containerPort\\'"
                                + ":80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:containerPort':{}}},"
                                + "'f:resources':{}}}}}}}");
    }

    @Test
    void aConflictNamesManagerAndField() {
        Written object =
                new Written(Documents.CONFIG_MAP)
                        .apply("m1", configMap(",'data':{'a':'1','b':'1'}"))
                        .merge("upd", "{'data':{'c':'3'}}");
        assertThatThrownBy(() -> object.apply("m2", configMap(",'data':{'a':'9'}")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"m1\": .data.a");
        assertThatThrownBy(() -> object.apply("m2", configMap(",'data':{'a':'9','c':'9'}")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.error().details().causes()).hasSize(2))
                .hasMessage(
                        "Apply failed with 2 conflicts: conflicts with \"m1\":\n- .data.a\n"
                                + "conflicts with \"upd\" using v1:\n- .data.c");
    }

    @Test
    void forceTakesTheFieldAway() {
        Written object =
                new Written(Documents.CONFIG_MAP)
                        .apply("m1", configMap(",'data':{'a':'1'}"))
                        .apply("m2", true, Documents.json(configMap(",'data':{'a':'9'}")));
        assertThat(object.owned("m1")).isEmpty();
        assertThat(object.owned("m2")).isEqualTo("{'f:data':{'f:a':{}}}");
    }

    @Test
    void theSameValueIsSharedAndStaysUntilTheLastOwnerLetsGo() {
        Written object =
                new Written(Documents.CONFIG_MAP)
                        .apply("m1", configMap(",'data':{'a':'1'}"))
                        .apply("m2", configMap(",'data':{'a':'1'}"));
        assertThat(object.time("m2")).isEmpty();
        assertThat(object.apply("m1", configMap("")).live.at("/data/a").asString()).isEqualTo("1");
        assertThat(object.apply("m2", configMap("")).live.has("data")).isFalse();
    }

    @Test
    void anElementThatIsNoLongerAppliedIsRemovedWithWhatWasDefaultedIntoIt() {
        String head =
                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'o'},"
                        + "'spec':{'template':{'spec':{'containers':[";
        Written object =
                new Written(Documents.DEPLOYMENT)
                        .apply("m", head + "{'name':'c','image':'i'},{'name':'d','image':'i'}]}}}}")
                        .merge(
                                "defaults",
                                "{'spec':{'template':{'spec':{'containers':[{'name':'c','image':"
                                        + "'i'},{'name':'d','image':'i','tty':true}]}}}}")
                        .apply("m", head + "{'name':'c','image':'i'}]}}}}");
        assertThat(object.live.at("/spec/template/spec/containers").size()).isEqualTo(1);
    }

    @Test
    void objectsWithoutOwnersBelongToBeforeFirstApply() {
        Written object =
                new Written(Documents.CONFIG_MAP)
                        .update("c", "", Documents.json(configMap(",'data':{'a':'1'}")))
                        .merge("c", "{'metadata':{'managedFields':[{}]}}");
        assertThat(object.owners().isMissingNode()).isTrue();
        assertThat(object.merge("d", "{'data':{'b':'2'}}").owners().isMissingNode()).isTrue();
        assertThatThrownBy(() -> object.apply("m", configMap(",'data':{'a':'7'}")))
                .hasMessageContaining("conflict with \"before-first-apply\" using v1");
        object.apply("m", configMap(",'data':{'c':'3'}"));
        assertThat(object.owned("before-first-apply"))
                .isEqualTo("{'f:data':{'.':{},'f:a':{},'f:b':{}}}");
    }

    @Test
    void kubectlTakesOverFromItsClientSideApply() {
        String applied = configMap(",'data':{'a':'1'}").replace("'", "\\\"");
        ObjectNode first = Documents.json(configMap(",'data':{'a':'1'}"));
        Json.child(Json.child(first, "metadata"), "annotations")
                .put(
                        "kubectl.kubernetes.io/last-applied-configuration",
                        applied.replace("\\\"", "\""));
        Written object =
                new Written(Documents.CONFIG_MAP).update("kubectl-client-side-apply", "", first);
        object.apply("kubectl", configMap(",'data':{'a':'2'}"));
        assertThat(object.live.at("/data/a").asString()).isEqualTo("2");
        assertThat(
                        Json.text(
                                object.live,
                                "metadata",
                                "annotations",
                                "kubectl.kubernetes.io/last-applied-configuration"))
                .contains("\"a\":\"2\"");
        assertThatThrownBy(() -> object.apply("other", configMap(",'data':{'a':'3'}")))
                .hasMessageContaining("conflict");
    }

    @Test
    void subresourcesHaveEntriesOfTheirOwn() {
        Written object =
                new Written(Documents.POD)
                        .update(
                                "kubectl",
                                "",
                                Documents.json(
                                        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},"
                                                + "'spec':{'containers':[{'name':'c'}]}}"));
        ObjectNode ran = object.live.deepCopy();
        ((ObjectNode) ran.get("status")).put("phase", "Running");
        object.update("kubelet", "status", ran);
        assertThat(object.owned("kubelet")).isEqualTo("{'f:status':{'f:phase':{}}}");
        assertThat(Json.text(object.owners().get(1), "subresource")).isEqualTo("status");
    }

    @Test
    void theEleventhUpdaterFoldsTheOldest() {
        Written object =
                new Written(Documents.CONFIG_MAP)
                        .update("m0", "", Documents.json(configMap(",'data':{'k0':'v'}")));
        for (int i = 1; i <= 11; i++) {
            object.merge("m" + i, "{'data':{'k" + i + "':'v'}}");
        }
        assertThat(object.owners().size()).isEqualTo(10);
        assertThat(object.owned("ancient-changes"))
                .isEqualTo("{'f:data':{'.':{},'f:k0':{},'f:k1':{},'f:k2':{}}}");
    }

    @Test
    void whatDoesNotFitTheSchemaIsRefusedInKubernetesWords() {
        Written object = new Written(Documents.CONFIG_MAP);
        assertThatThrownBy(() -> object.apply("m", configMap(",'zzz':1")))
                .hasMessage(
                        "failed to create typed patch object (/o; v1, Kind=ConfigMap): .zzz: field"
                                + " not declared in schema");
        assertThatThrownBy(() -> object.apply("m", configMap(",'data':{'a':5}")))
                .hasMessageContaining(".data.a: expected string, got 5");
        Written pod = new Written(Documents.POD);
        assertThatThrownBy(
                        () ->
                                pod.apply(
                                        "m",
                                        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},"
                                                + "'spec':{'containers':[{'name':'c'},"
                                                + "{'name':'c'}]}}"))
                .hasMessageContaining("duplicate entries for key [name=\"c\"]");
    }

    @Test
    void mergedListsKeepTheAppliersOrderAndLeaveOthersWhereTheyStood() {
        String head =
                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'o'},"
                        + "'spec':{'template':{'spec':{'containers':[";
        Written object =
                new Written(Documents.DEPLOYMENT)
                        .apply("m1", head + "{'name':'a'},{'name':'b'},{'name':'c'}]}}}}")
                        .apply("m2", head + "{'name':'z'},{'name':'c'},{'name':'a'}]}}}}");
        StringBuilder order = new StringBuilder();
        object.live
                .at("/spec/template/spec/containers")
                .forEach(c -> order.append(Json.text(c, "name")));
        assertThat(order.toString()).isEqualTo("bzca");
    }
}
