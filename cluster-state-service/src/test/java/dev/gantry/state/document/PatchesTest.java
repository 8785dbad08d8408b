package dev.gantry.state.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PatchesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add to a list's end|[{'op':'add','path':'/l/-','value':3}]|{'l':[1,2,3],'m':{}}",
                "insert|[{'op':'add','path':'/l/0','value':0}]|{'l':[0,1,2],'m':{}}",
                "from the end|[{'op':'remove','path':'/l/-1'}]|{'l':[1],'m':{}}",
                "replace of a missing key|[{'op':'replace','path':'/m/x','value':1}]|{'l':[1,2],"
                        + "'m':{'x':1}}",
                "escapes|[{'op':'add','path':'/m/a~1b~0','value':1}]|{'l':[1,2],'m':{'a/b~':1}}",
                "missing equals null|[{'op':'test','path':'/m/x','value':null}]|{'l':[1,2],"
                        + "'m':{}}",
                "move|[{'op':'move','from':'/l/0','path':'/m/x'}]|{'l':[2],'m':{'x':1}}",
                "copy|[{'op':'copy','from':'/l','path':'/m/x'}]|{'l':[1,2],'m':{'x':[1,2]}}",
                "no leading slash|[{'op':'add','path':'zz/y','value':1}]|{'l':[1,2],'m':{},'y':1}",
            })
    void jsonPatchDoes(String what, String patch, String expected) {
        ObjectNode document = Documents.json("{'l':[1,2],'m':{}}");
        assertThat(JsonPatches.apply(document, Documents.node(patch)))
                .as(what)
                .isEqualTo(Documents.json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400|{'op':'add'}",
                "400|[1]",
                "422|[{'op':'add','path':'/l/9','value':1}]",
                "422|[{'op':'remove','path':'/m/x'}]",
                "422|[{'op':'test','path':'/l/0','value':2}]",
                "422|[{'op':'add','path':'/none/x','value':2}]",
                "422|[{'op':'explode','path':'/m/x'}]",
                "422|[{'op':'add','value':2}]",
            })
    void jsonPatchRefuses(int code, String patch) {
        ObjectNode document = Documents.json("{'l':[1,2],'m':{}}");
        assertThatThrownBy(() -> JsonPatches.apply(document, Documents.node(patch)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"10000, 200", "10001, 413"})
    void jsonPatchHasALimit(int operations, int code) {
        ArrayNode patch = Json.MAPPER.createArrayNode();
        for (int i = 0; i < operations; i++) {
            patch.addObject().put("op", "add").put("path", "/x").put("value", i);
        }
        int answered = 200;
        try {
            JsonPatches.apply(Json.object(), patch);
        } catch (ApiException e) {
            answered = e.error().code();
        }
        assertThat(answered).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'b':null,'c':3}}|{'a':{'c':3,'x':1},'l':[1]}",
                "{'a':null,'l':null}|{}",
                "{'l':[2,3]}|{'a':{'b':2,'x':1},'l':[2,3]}",
                "{'n':{'o':{'p':null}}}|{'a':{'b':2,'x':1},'l':[1],'n':{'o':{}}}",
            })
    void mergePatchDoes(String patch, String expected) {
        ObjectNode document = Documents.json("{'a':{'b':2,'x':1},'l':[1]}");
        assertThat(MergePatches.apply(document, Documents.json(patch)))
                .isEqualTo(Documents.json(expected));
    }

    private static final String TEMPLATE =
            "{'spec':{'template':{'spec':{'containers':[{'name':'a','image':'i','env':[{'name':'X',"
                    + "'value':'1'},{'name':'Y','value':'2'}]},{'name':'b','image':'i'}],"
                    + "'tolerations':[{'key':'k'}],'nodeSelector':{'a':'b','c':'d'},"
                    + "'volumes':[{'name':'v','emptyDir':{}}]}}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "element by key|{'containers':[{'name':'b','image':'n'}]}|"
                        + "/containers=[{'name':'a','image':'i','env':[{'name':'X','value':'1'},"
                        + "{'name':'Y','value':'2'}]},{'name':'b','image':'n'}]",
                "new element first|{'containers':[{'name':'z','image':'n'}]}|"
                        + "/containers/0=`{'name':'z','image':'n'}`",
                "element deleted|{'containers':[{'name':'a','env':[{'name':'X','$patch':'delete'}]}"
                        + "]}|/containers/0/env=[{'name':'Y','value':'2'}]",
                "list replaced|{'containers':[{'$patch':'replace'},{'name':'q','image':'i'}]}|"
                        + "/containers=[{'name':'q','image':'i'}]",
                "order only|{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}|"
                        + "/containers/0=`{'name':'b','image':'i'}`",
                "order and change|{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],"
                        + "'containers':[{'name':'b','image':'m'}]}|"
                        + "/containers/0=`{'name':'b','image':'m'}`",
                "atomic list|{'tolerations':[{'key':'z'}]}|/tolerations=[{'key':'z'}]",
                "map by key|{'nodeSelector':{'a':null,'e':'f'}}|/nodeSelector={'c':'d','e':'f'}",
                "map replaced|{'nodeSelector':{'$patch':'replace','e':'f'}}|"
                        + "/nodeSelector={'e':'f'}",
                "kept keys|{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],"
                        + "'hostPath':{'path':'/x'}}]}|/volumes=[{'name':'v',"
                        + "'hostPath':{'path':'/x'}}]",
                "null drops a list|{'tolerations':null}|/tolerations=",
            })
    void strategicMergeDoes(String what, String patch, String expected) {
        ObjectNode wrapped = Documents.json("{'spec':{'template':{'spec':" + patch + "}}}");
        ObjectNode patched =
                StrategicMerge.apply(Documents.json(TEMPLATE), wrapped, Documents.DEPLOYMENT);
        String[] parts = expected.replace("`", "").split("=", 2);
        var found = patched.at("/spec/template/spec" + parts[0]);
        assertThat(found.isMissingNode() ? "" : found.toString())
                .as(what)
                .isEqualTo(parts[1].replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'containers':[{'name':'a','$patch':'explode'}]}|unknown patch type",
                "{'containers':[{'image':'x'}]}|does not contain declared merge key: name",
                "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}],'containers':["
                        + "{'name':'a','image':'m'},{'name':'b','image':'m'}]}|doesn't match"
                        + " $setElementOrder",
            })
    void strategicMergeRefuses(String patch, String words) {
        ObjectNode wrapped = Documents.json("{'spec':{'template':{'spec':" + patch + "}}}");
        assertThatThrownBy(
                        () ->
                                StrategicMerge.apply(
                                        Documents.json(TEMPLATE), wrapped, Documents.DEPLOYMENT))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(words);
    }

    @org.junit.jupiter.api.Test
    void strategicMergeKeepsPrimitivesOfASetAndDeletesByName() {
        ObjectNode live = Documents.json("{'metadata':{'finalizers':['a','b']}}");
        ObjectNode added =
                StrategicMerge.apply(
                        live,
                        Documents.json("{'metadata':{'finalizers':['c','a']}}"),
                        Documents.CONFIG_MAP);
        assertThat(added.at("/metadata/finalizers").toString()).isEqualTo("[\"c\",\"a\",\"b\"]");
        ObjectNode less =
                StrategicMerge.apply(
                        live,
                        Documents.json(
                                "{'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}}"),
                        Documents.CONFIG_MAP);
        assertThat(less.at("/metadata/finalizers").toString()).isEqualTo("[\"b\"]");
    }
}
