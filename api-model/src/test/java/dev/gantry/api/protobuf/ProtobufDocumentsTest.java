package dev.gantry.api.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ProtobufDocumentsTest {

    private static final Schemas SCHEMAS = Schemas.builtIn();

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** Written by hand after the wire format: a ConfigMap named "cm" with data a=b. */
    @Test
    void readsTheEnvelopeAndTheMessage() {
        byte[] body =
                HexFormat.of()
                        .parseHex(
                                "6b387300" // magic
                                        + "0a0f0a0276311209436f6e6669674d6170" // TypeMeta
                                        + "1210" // raw, 16 bytes
                                        + "0a060a02636d1200" // metadata: name, empty generateName
                                        + "12060a0161120162"); // data entry a=b
        assertThat(ProtobufDocuments.decode(body, SCHEMAS))
                .isEqualTo(
                        json(
                                "{'kind':'ConfigMap','apiVersion':'v1','metadata':{'name':'cm'},"
                                        + "'data':{'a':'b'}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'Deployment','apiVersion':'apps/v1','metadata':{'name':'d','labels':{"
                        + "'a':'b'}},'spec':{'replicas':0,'strategy':{'rollingUpdate':{"
                        + "'maxSurge':'25%','maxUnavailable':1}},'template':{'spec':{'containers':[{"
                        + "'name':'c','resources':{'limits':{'cpu':'100m'}},'livenessProbe':{"
                        + "'httpGet':{'port':80},'periodSeconds':5}}],'volumes':[{'name':'v',"
                        + "'secret':{'secretName':'s','defaultMode':420}}]}}}}",
                "{'kind':'Secret','apiVersion':'v1','metadata':{'name':'s','creationTimestamp':"
                        + "'2026-01-02T03:04:05Z'},'data':{'k':'AAEC'},'immutable':false}",
                "{'kind':'Lease','apiVersion':'coordination.k8s.io/v1','spec':{'renewTime':"
                        + "'2026-01-02T03:04:05.000006Z','leaseTransitions':0}}",
                "{'kind':'DeleteOptions','apiVersion':'v1','gracePeriodSeconds':0,"
                        + "'propagationPolicy':'Foreground','preconditions':{'uid':'u'}}",
                "{'kind':'ControllerRevision','apiVersion':'apps/v1','data':{'x':[1,{'y':null}]},"
                        + "'revision':3}",
                "{'kind':'CustomResourceDefinition','apiVersion':'apiextensions.k8s.io/v1','spec':{"
                        + "'versions':[{'name':'v1','schema':{'openAPIV3Schema':{'type':'object',"
                        + "'properties':{'a':{'items':{'type':'string','maximum':1.5},'default':[1],"
                        + "'additionalProperties':true}},'dependencies':{'d':['x','y']}}}}]}}",
                "{'kind':'SubjectAccessReview','apiVersion':'authorization.k8s.io/v1','spec':{"
                        + "'extra':{'k':['a','b']},'user':'u'}}",
                "{'kind':'ConfigMapList','apiVersion':'v1','metadata':{'resourceVersion':'7'},"
                        + "'items':[{'metadata':{'name':'a'}},{'metadata':{'name':'b'}}]}",
            })
    void goesThereAndBack(String text) {
        byte[] bytes = ProtobufDocuments.encode(json(text), SCHEMAS);
        assertThat(ProtobufDocuments.decode(bytes, SCHEMAS)).isEqualTo(json(text));
    }

    @Test
    void refusesWhatIsNoDocumentAndNeverDiesOfIt() {
        byte[] good =
                ProtobufDocuments.encode(
                        json(
                                "{'kind':'Pod','apiVersion':'v1','spec':{'containers':[{'name':'c'}]}}"),
                        SCHEMAS);
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(3); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                ProtobufDocuments.decode(bad, SCHEMAS);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
        assertThatThrownBy(() -> ProtobufDocuments.decode(new byte[] {1, 2}, SCHEMAS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
