package dev.gantry.state.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TablesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode render(ResourceType type, ObjectNode object, String include) {
        return Tables.render(type, List.of(object), include, "v1", Json.object(), NOW, true);
    }

    private static JsonNode cells(String groupResource, String rest) {
        ObjectNode object =
                json(
                        "{'metadata':{'name':'o','creationTimestamp':"
                                + "'2026-01-01T00:00:00Z'}"
                                + (rest.isEmpty() ? "" : ",")
                                + rest
                                + "}");
        return render(Catalog.builtIn().require(groupResource), object, "None").at("/rows/0/cells");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "running|1/1|Running|'phase':'Running','containerStatuses':[{'name':'c',"
                        + "'ready':true,'restartCount':0,'state':{'running':{}}}]",
                "crashing|0/1|CrashLoopBackOff|'phase':'Running','containerStatuses':[{'name':'c',"
                        + "'restartCount':0,'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]",
                "exited|0/1|ExitCode:3|'phase':'Failed','containerStatuses':[{'name':'c','state':"
                        + "{'terminated':{'exitCode':3}}}]",
                "killed|0/1|Signal:9|'phase':'Failed','containerStatuses':[{'name':'c','state':"
                        + "{'terminated':{'exitCode':137,'signal':9}}}]",
                "evicted|0/1|Evicted|'phase':'Failed','reason':'Evicted'",
                "gated|0/1|SchedulingGated|'phase':'Pending','conditions':[{'type':'PodScheduled',"
                        + "'reason':'SchedulingGated','status':'False'}]",
                "initializing|0/1|Init:0/1|'phase':'Pending','initContainerStatuses':[{'name':'i',"
                        + "'state':{'running':{}}}]",
                "init failed|0/1|Init:ErrImagePull|'phase':'Pending','initContainerStatuses':[{"
                        + "'name':'i','state':{'waiting':{'reason':'ErrImagePull'}}}]",
                "one done, one runs|1/1|NotReady|'phase':'Running','containerStatuses':[{'name':"
                        + "'c','ready':true,'state':{'running':{}}},{'name':'d','state':"
                        + "{'terminated':{'exitCode':0,'reason':'Completed'}}}]",
            })
    void aPodsStatusIsOneWord(String what, String ready, String word, String status) {
        JsonNode cells =
                cells(
                        "pods",
                        "'spec':{'containers':[{'name':'c'}],'initContainers':[{'name':'i'}]},"
                                + "'status':{"
                                + status
                                + "}");
        assertThat(cells.get(1).asString()).as(what).isEqualTo(ready);
        assertThat(cells.get(2).asString()).as(what).isEqualTo(word);
    }

    @Test
    void aPodsRestartsSayWhenTheLastOneWas() {
        JsonNode cells =
                cells(
                        "pods",
                        "'spec':{'containers':[{'name':'c'}]},'status':{'phase':'Running',"
                                + "'containerStatuses':[{'name':'c','restartCount':4,'lastState':"
                                + "{'terminated':{'finishedAt':'2026-01-01T00:57:00Z'}},"
                                + "'state':{'running':{}}}]}");
        assertThat(cells.get(3).asString()).isEqualTo("4 (3m ago)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "deployments.apps|'spec':{'replicas':3,'selector':{'matchLabels':{'b':'c'},"
                        + "'matchExpressions':[{'key':'a','operator':'In','values':['y','x']}]},"
                        + "'template':{'spec':{'containers':[{'name':'c','image':'i'},{'name':'d',"
                        + "'image':'j'}]}}},'status':{'readyReplicas':1,'updatedReplicas':2}|"
                        + "['o','1/3',2,0,'60m','c,d','i,j','a in (x,y),b=c']",
                "services|'spec':{'type':'NodePort','clusterIP':'10.96.0.7','ports':[{'port':80,"
                        + "'nodePort':30080,'protocol':'TCP'},{'port':53,'protocol':'UDP'}]}|"
                        + "['o','NodePort','10.96.0.7','<none>','80:30080/TCP,53/UDP','60m',"
                        + "'<none>']",
                "services|'spec':{'type':'LoadBalancer','clusterIPs':['10.96.0.7']}|"
                        + "['o','LoadBalancer','10.96.0.7','<pending>','<none>','60m','<none>']",
                "nodes|'spec':{'unschedulable':true},'status':{'conditions':[{'type':'Ready',"
                        + "'status':'False'}],'nodeInfo':{'kubeletVersion':'v1','kernelVersion':"
                        + "'k','architecture':'amd64'}}|['o','NotReady,SchedulingDisabled',"
                        + "'<none>','60m','v1','<none>','<none>','<unknown>','k (amd64)',"
                        + "'<unknown>']",
                "endpoints|'subsets':[{'addresses':[{'ip':'1.1.1.1'},{'ip':'2.2.2.2'}],'ports':["
                        + "{'port':80},{'port':81}]}]|['o','1.1.1.1:80,2.2.2.2:80,1.1.1.1:81 + 1"
                        + " more...','60m']",
                "jobs.batch|'spec':{'parallelism':2},'status':{'succeeded':1,'startTime':"
                        + "'2026-01-01T00:00:00Z','completionTime':'2026-01-01T00:01:30Z',"
                        + "'conditions':[{'type':'Complete','status':'True'}]}|['o','Complete',"
                        + "'1/1 of 2','90s','60m','','','<none>']",
                "ingresses.networking.k8s.io|'spec':{'rules':[{'host':'a'},{},{'host':'b'}]}|"
                        + "['o','<none>','a,b','','80','60m']",
                "events|'lastTimestamp':'2026-01-01T00:59:00Z','type':'Warning','reason':'R',"
                        + "'message':' m ','involvedObject':{'kind':'Pod','name':'p'},'source':"
                        + "{'component':'kubelet','host':'n'},'firstTimestamp':"
                        + "'2026-01-01T00:30:00Z','count':7|['60s','Warning','R','pod/p','',"
                        + "'kubelet, n','m','30m',7,'o']",
                "resourcequotas|'status':{'hard':{'pods':'2','limits.cpu':'1'},'used':{'pods':'1'}}"
                        + "|['o','pods: 1/2','limits.cpu: 0/1','60m']",
                "roles.rbac.authorization.k8s.io||['o','2026-01-01T00:00:00Z']",
                "serviceaccounts||['o','60m']",
            })
    void kindsReadAsKubectlShowsThem(String resource, String rest, String expected) {
        assertThat(cells(resource, rest == null ? "" : rest).toString())
                .isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void everyKindHasAsManyCellsAsColumns() {
        for (ResourceType type : Catalog.builtIn().types()) {
            ObjectNode object = json("{'metadata':{'name':'o'}}");
            ObjectNode table = render(type, object, "None");
            int columns = table.get("columnDefinitions").size();
            int surplus = type.resource().equals("ipaddresses") ? 1 : 0;
            assertThat(table.at("/rows/0/cells").size())
                    .as(type.groupResource())
                    .isEqualTo(columns + surplus);
        }
    }

    @Test
    void rowsCarryWhatIsAskedFor() {
        ObjectNode map = json("{'kind':'ConfigMap','metadata':{'name':'o'},'data':{'a':'b'}}");
        ResourceType type = Catalog.builtIn().require("configmaps");
        assertThat(render(type, map, "None").at("/rows/0/object").isNull()).isTrue();
        assertThat(render(type, map, "").at("/rows/0/object/kind").asString())
                .isEqualTo("PartialObjectMetadata");
        assertThat(render(type, map, "Object").at("/rows/0/object")).isEqualTo(map);
        assertThat(
                        Tables.render(type, List.of(), "", "v1", Json.object(), NOW, false)
                                .get("columnDefinitions")
                                .isNull())
                .isTrue();
    }
}
