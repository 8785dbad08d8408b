package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.SharedCluster;
import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestImages;
import dev.gantry.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** kubectl's commands of an ordinary day. */
@SharedCluster
class EverydayKubectlIT {

    private static final String STATUS_WITHIN = "--timeout=90s";

    @Test
    void applyScaleSetImageRolloutAndUndo(TestNamespace namespace) {
        String web = Manifests.web("web", 2);
        assertThat(namespace.kubectlWithInput(web, "apply", "-f", "-"))
                .contains("deployment.apps/web created");
        namespace.kubectl("rollout", "status", "deployment/web", STATUS_WITHIN);
        assertThat(namespace.kubectlWithInput(web, "apply", "-f", "-"))
                .contains("deployment.apps/web unchanged");
        assertThat(namespace.kubectl("get", "deployment", "web")).contains("2/2");

        namespace.kubectl("scale", "deployment/web", "--replicas=3");
        namespace.kubectl("rollout", "status", "deployment/web", STATUS_WITHIN);
        assertThat(namespace.kubectl("get", "pods", "-l", "app=web", "-o", "name").lines())
                .hasSize(3);

        namespace.kubectl("set", "image", "deployment/web", "web=" + TestImages.SECOND);
        assertThat(namespace.kubectl("rollout", "status", "deployment/web", STATUS_WITHIN))
                .contains("successfully rolled out");
        eventually(() -> assertThat(images(namespace)).containsOnly(TestImages.SECOND));
        assertThat(namespace.kubectl("rollout", "history", "deployment/web"))
                .contains("REVISION", "1", "2");

        namespace.kubectl("rollout", "undo", "deployment/web");
        namespace.kubectl("rollout", "status", "deployment/web", STATUS_WITHIN);
        eventually(() -> assertThat(images(namespace)).containsOnly(TestImages.FIRST));
        namespace.kubectl("delete", "deployment", "web");
        eventually(
                () ->
                        assertThat(namespace.kubectl("get", "pods", "-l", "app=web", "-o", "name"))
                                .isBlank());
    }

    private static java.util.List<String> images(TestNamespace namespace) {
        return namespace
                .kubectl(
                        "get",
                        "pods",
                        "-l",
                        "app=web",
                        "-o",
                        "jsonpath={range .items[*]}{.spec.containers[0].image}{\"\\n\"}{end}")
                .lines()
                .toList();
    }

    @Test
    void serverSideApplyAndConflicts(TestNamespace namespace) {
        String map =
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: applied}
                data: {a: "1"}
                """;
        namespace.kubectlWithInput(map, "apply", "--server-side", "-f", "-");
        assertThat(
                        namespace
                                .run(
                                        map.replace("\"1\"", "\"2\""),
                                        "apply",
                                        "--server-side",
                                        "--field-manager=other",
                                        "-f",
                                        "-")
                                .failed()
                                .text())
                .contains("conflict with \"kubectl\"", ".data.a");
        namespace.kubectlWithInput(
                map.replace("\"1\"", "\"2\""),
                "apply",
                "--server-side",
                "--field-manager=other",
                "--force-conflicts",
                "-f",
                "-");
        assertThat(namespace.kubectl("get", "cm", "applied", "-o", "jsonpath={.data.a}"))
                .isEqualTo("2");
    }

    @Test
    void createExposeAndDelete(TestNamespace namespace, TestCluster cluster) {
        namespace.kubectl("create", "configmap", "settings", "--from-literal=k=v");
        namespace.kubectl("create", "secret", "generic", "hidden", "--from-literal=p=q");
        namespace.kubectl("create", "deployment", "made", "--image=" + TestImages.FIRST);
        namespace.kubectl("rollout", "status", "deployment/made", STATUS_WITHIN);
        namespace.kubectl("expose", "deployment", "made", "--port=80", "--target-port=8080");
        assertThat(namespace.kubectl("get", "service", "made")).contains("ClusterIP", "80/TCP");
        assertThat(namespace.kubectl("get", "secret", "hidden", "-o", "jsonpath={.data.p}"))
                .isEqualTo("cQ==");
        assertThat(namespace.kubectl("describe", "deployment", "made"))
                .contains("ScalingReplicaSet", "1 available");
        namespace.kubectl("delete", "deployment/made", "service/made", "cm/settings");
        cluster.kubectl("create", "namespace", "short-lived").succeeded();
        cluster.kubectl("delete", "namespace", "short-lived", "--timeout=60s").succeeded();
    }

    @Test
    void logsExecAndWait(TestNamespace namespace) {
        namespace.kubectlWithInput(
                Manifests.pod("talker", "echo one; echo two; exec sleep 3600"), "apply", "-f", "-");
        namespace.kubectl("wait", "--for=condition=Ready", "pod/talker", STATUS_WITHIN);
        assertThat(namespace.kubectl("logs", "talker")).isEqualTo("one\ntwo\n");
        assertThat(namespace.kubectl("logs", "talker", "--tail=1")).isEqualTo("two\n");
        assertThat(namespace.kubectl("exec", "talker", "--", "busybox", "hostname"))
                .isEqualTo("talker\n");
        assertThat(
                        namespace.kubectlWithInput(
                                "typed", "exec", "-i", "talker", "--", "busybox", "cat"))
                .isEqualTo("typed");
        assertThat(namespace.run("", "exec", "talker", "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        namespace.kubectl("delete", "pod", "talker");
    }

    @Test
    void explainAndApiResources(TestCluster cluster) {
        assertThat(cluster.kubectl("explain", "pod.spec.containers.image").succeeded().text())
                .contains("FIELD: image <string>", "Container image name");
        assertThat(cluster.kubectl("api-resources").succeeded().text())
                .contains("deployments", "deploy", "apps/v1", "Deployment");
        assertThat(cluster.kubectl("version").succeeded().text()).contains("Server Version: v1.36");
        assertThat(cluster.kubectl("get", "nodes", "-o", "wide").succeeded().text())
                .contains("node-1", "Ready");
    }

    @Test
    void refusalsNameTheField(TestNamespace namespace) {
        assertThat(
                        namespace
                                .run(
                                        Manifests.web("Wrong_Name", 1).replace("image:", "imag:"),
                                        "apply",
                                        "-f",
                                        "-")
                                .failed()
                                .text())
                .contains("unknown field \"spec.template.spec.containers[0].imag\"");
        assertThat(namespace.run("", "get", "pod", "none").failed().text())
                .contains("Error from server (NotFound): pods \"none\" not found");
    }
}
