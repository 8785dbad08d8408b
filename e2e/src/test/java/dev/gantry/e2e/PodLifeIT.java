package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.SharedCluster;
import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestImages;
import dev.gantry.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.Test;

/** What happens to pods, and what users see of it. */
@SharedCluster
class PodLifeIT {

    @Test
    void environmentAndVolumesReachTheContainer(TestNamespace namespace) {
        namespace.kubectl("create", "configmap", "settings", "--from-literal=greeting=hello");
        namespace.kubectl("create", "secret", "generic", "hidden", "--from-literal=word=secret");
        namespace.kubectlWithInput(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: reader}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: %s
                    args: [sh, -c, "echo $GREETING $WORD $(cat /settings/greeting) $NODE; echo x >/scratch/file; cat /scratch/file; exec sleep 3600"]
                    env:
                    - {name: GREETING, valueFrom: {configMapKeyRef: {name: settings, key: greeting}}}
                    - {name: WORD, valueFrom: {secretKeyRef: {name: hidden, key: word}}}
                    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                    volumeMounts:
                    - {name: settings, mountPath: /settings}
                    - {name: scratch, mountPath: /scratch}
                  volumes:
                  - {name: settings, configMap: {name: settings}}
                  - {name: scratch, emptyDir: {}}
                """
                        .formatted(TestImages.FIRST)
                        .replace("$(cat /settings/greeting)", "`busybox cat /settings/greeting`")
                        .replace("cat /scratch", "busybox cat /scratch")
                        .replace("exec sleep", "exec busybox sleep"),
                "apply",
                "-f",
                "-");
        namespace.kubectl("wait", "--for=condition=Ready", "pod/reader", "--timeout=60s");
        eventually(
                () ->
                        assertThat(namespace.kubectl("logs", "reader"))
                                .matches("(?s)hello secret hello node-\\d\\nx\\n"));
    }

    @Test
    void anImageThatCannotBeHadIsSaidSo(TestNamespace namespace) {
        namespace.kubectl(
                "run", "nowhere", "--image=gantry-no-such-image:1", "--image-pull-policy=Never");
        eventually(
                () ->
                        assertThat(namespace.kubectl("get", "pod", "nowhere"))
                                .contains("ErrImageNeverPull"));
        namespace.kubectl("delete", "pod", "nowhere");
    }

    @Test
    void aContainerThatExitsIsStartedAgainWithBackOff(TestNamespace namespace) {
        namespace.kubectlWithInput(Manifests.pod("restless", "exit 3"), "apply", "-f", "-");
        eventually(
                () ->
                        assertThat(namespace.kubectl("get", "pod", "restless"))
                                .contains("CrashLoopBackOff"));
        assertThat(
                        namespace.kubectl(
                                "get",
                                "pod",
                                "restless",
                                "-o",
                                "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}"))
                .isEqualTo("3");
        namespace.kubectl("delete", "pod", "restless");
    }

    @Test
    void aPodThatFitsNowhereSaysWhy(TestNamespace namespace) {
        namespace.kubectlWithInput(
                Manifests.pod("huge", "true")
                        .replace("args:", "resources: {requests: {cpu: 1k}}\n    args:"),
                "apply",
                "-f",
                "-");
        eventually(
                () ->
                        assertThat(namespace.kubectl("describe", "pod", "huge"))
                                .contains(
                                        "FailedScheduling",
                                        "0/2 nodes are available: 2 Insufficient cpu."));
        namespace.kubectl("delete", "pod", "huge");
    }

    @Test
    void podsFindServicesByNameAndTheApiToo(TestNamespace namespace, TestCluster cluster) {
        namespace.kubectlWithInput(Manifests.web("server", 2), "apply", "-f", "-");
        namespace.kubectl("expose", "deployment", "server", "--port=80", "--target-port=8080");
        namespace.kubectl("rollout", "status", "deployment/server", "--timeout=90s");
        namespace.kubectlWithInput(Manifests.pod("asker", "exec sleep 3600"), "apply", "-f", "-");
        namespace.kubectl("wait", "--for=condition=Ready", "pod/asker", "--timeout=60s");
        String ask = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 3 server 80";
        eventually(
                () ->
                        assertThat(namespace.kubectl("exec", "asker", "--", "sh", "-c", ask))
                                .contains("200 OK", "server-"));
        assertThat(
                        namespace.kubectl(
                                "exec",
                                "asker",
                                "--",
                                "busybox",
                                "nslookup",
                                "kubernetes.default.svc.cluster.local"))
                .contains("10.233.0.1");
    }

    @Test
    void aNodePortAnswersOnLoopback(TestNamespace namespace) {
        namespace.kubectlWithInput(Manifests.web("ported", 1), "apply", "-f", "-");
        namespace.kubectl(
                "expose",
                "deployment",
                "ported",
                "--type=NodePort",
                "--port=80",
                "--target-port=8080");
        namespace.kubectl("rollout", "status", "deployment/ported", "--timeout=90s");
        String port =
                namespace.kubectl(
                        "get", "service", "ported", "-o", "jsonpath={.spec.ports[0].nodePort}");
        eventually(
                () ->
                        assertThat(Http.get("http://127.0.0.1:" + port + "/").body())
                                .startsWith("ported-"));
    }

    @Test
    void aProbeThatFailsRestartsTheContainer(TestNamespace namespace) {
        namespace.kubectlWithInput(
                Manifests.pod("ill", "exec sleep 3600")
                        .replace(
                                "args:",
                                "livenessProbe: {exec: {command: [busybox, 'false']}, periodSeconds: 1, failureThreshold: 1}\n    args:"),
                "apply",
                "-f",
                "-");
        eventually(
                () ->
                        assertThat(
                                        Integer.parseInt(
                                                namespace.kubectl(
                                                        "get",
                                                        "pod",
                                                        "ill",
                                                        "-o",
                                                        "jsonpath={.status.containerStatuses[0].restartCount}")))
                                .isPositive());
        assertThat(namespace.kubectl("describe", "pod", "ill")).contains("Unhealthy", "Killing");
        namespace.kubectl("delete", "pod", "ill");
    }
}
