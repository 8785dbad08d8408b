package dev.gantry.e2e;

import dev.gantry.e2e.cluster.TestImages;

/** Small manifests that several tests use. */
final class Manifests {

    private Manifests() {}

    /** A Deployment whose pods answer HTTP on 8080 with their host name. */
    static String web(String name, int replicas) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %1$s
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: web
                image: %3$s
                args:
                - sh
                - -c
                - |
                  trap 'exit 0' TERM
                  mkdir -p /www && hostname >/www/index.html && echo started
                  busybox httpd -f -p 8080 -h /www & wait
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                resources: {requests: {cpu: 5m, memory: 8Mi}, limits: {memory: 64Mi}}
        """
                .formatted(name, replicas, TestImages.FIRST);
    }

    /** A pod that runs a shell script. */
    static String pod(String name, String script) {
        return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: %s
            args: [sh, -c, %s]
        """
                .formatted(name, name, TestImages.FIRST, '"' + script.replace("\"", "\\\"") + '"');
    }
}
