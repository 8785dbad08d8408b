package dev.gantry.state.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.protobuf.ProtobufDocuments;
import dev.gantry.api.schema.Schemas;
import dev.gantry.api.status.ApiException;
import dev.gantry.testkit.property.Dice;
import dev.gantry.testkit.property.Generator;
import dev.gantry.testkit.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class CanonicalTest {

    @Generator
    static Documents.Rolled rolled(Dice dice) {
        return Documents.roll(dice);
    }

    @Property
    void canonicalTwiceIsTheSame(Documents.Rolled rolled) {
        ObjectNode again = rolled.document().deepCopy();
        assertThat(Canonical.apply(again, rolled.schema())).isEmpty();
        Canonical.stored(again, rolled.schema());
        assertThat(again.toString()).isEqualTo(rolled.document().toString());
    }

    @Property
    void protobufThereAndBackIsTheSame(Documents.Rolled rolled) {
        byte[] bytes = ProtobufDocuments.encode(rolled.document(), Schemas.builtIn());
        ObjectNode back = ProtobufDocuments.decode(bytes, Schemas.builtIn());
        Canonical.apply(back, rolled.schema());
        Canonical.stored(back, rolled.schema());
        assertThat(back.toString()).isEqualTo(rolled.document().toString());
    }

    @Test
    void writesWhatAGoServerWrites() {
        ObjectNode pod =
                Documents.json(
                        "{'spec':{'hostNetwork':false,'nodeName':'','containers':[{'image':'i',"
                                + "'name':'c','env':[],'resources':{'limits':{'cpu':'1000m',"
                                + "'memory':'1024Mi'}}}],'nodeSelector':{}},'apiVersion':'v1',"
                                + "'metadata':{'labels':{'b':'1','a':null},'creationTimestamp':null"
                                + ",'name':'p'},'kind':'Pod'}");
        Canonical.apply(pod, Documents.POD);
        assertThat(pod.toString().replace('"', '\''))
                .isEqualTo(
                        "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'p',"
                                + "'labels':{'a':'','b':'1'}},'spec':{'containers':[{'name':'c',"
                                + "'image':'i','resources':{'limits':{'cpu':'1','memory':'1Gi'}}}]},"
                                + "'status':{}}");
    }

    @Test
    void tellsUnknownFieldsByPathAndPrunesThem() {
        ObjectNode pod =
                Documents.json(
                        "{'Spec':{},'metadata':{'nope':1},'spec':{'containers':[{'imagee':'x'}]}}");
        assertThat(Canonical.apply(pod, Documents.POD))
                .containsExactlyInAnyOrder("Spec", "metadata.nope", "spec.containers[0].imagee");
        assertThat(pod.has("Spec")).isFalse();
    }

    @Test
    void keepsAnEmptyRequiredListUntilItIsStored() {
        ObjectNode role = Documents.json("{'rules':[]}");
        var schema = Documents.kind("rbac.authorization.k8s.io/v1", "Role");
        Canonical.apply(role, schema);
        assertThat(role.get("rules").isArray()).isTrue();
        Canonical.stored(role, schema);
        assertThat(role.get("rules").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'spec':{'paused':'true'}}|cannot unmarshal string into Go struct field"
                        + " DeploymentSpec.spec.paused of type bool",
                "{'spec':{'replicas':3.0}}|cannot unmarshal number 3.0 into Go struct field"
                        + " DeploymentSpec.spec.replicas of type int32",
                "{'spec':{'replicas':9999999999}}|cannot unmarshal number 9999999999 into Go"
                        + " struct field DeploymentSpec.spec.replicas of type int32",
                "{'metadata':{'labels':['a']}}|cannot unmarshal array into Go struct field"
                        + " ObjectMeta.metadata.labels of type map[string]string",
                "{'spec':[]}|cannot unmarshal array into Go struct field Deployment.spec of type"
                        + " v1.DeploymentSpec",
                "{'spec':{'template':{'spec':{'containers':[{'resources':{'limits':{'cpu':'x'}}}]"
                        + "}}}}|quantities must match the regular expression",
                "{'metadata':{'deletionTimestamp':'yesterday'}}|parsing time \"yesterday\"",
            })
    void refusesWrongTypesInKubernetesWords(String document, String words) {
        assertThatThrownBy(
                        () ->
                                Canonical.apply(
                                        Documents.json(document.replace("''", "'")),
                                        Documents.DEPLOYMENT))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(
                        "Deployment in version \"v1\" cannot be handled as a Deployment: ")
                .hasMessageContaining(words);
    }

    @Test
    void everyBuiltInKindHasAnEmptyDocumentThatIsCanonical() {
        List<String> odd =
                dev.gantry.api.catalog.Catalog.builtIn().types().stream()
                        .filter(type -> Schemas.builtIn().ofKind(type).isEmpty())
                        .map(type -> type.apiVersion() + " " + type.kind())
                        .toList();
        assertThat(odd).isEmpty();
    }
}
