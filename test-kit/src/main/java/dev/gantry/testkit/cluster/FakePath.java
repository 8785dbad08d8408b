package dev.gantry.testkit.cluster;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import java.util.List;

/** A request path taken apart; absent parts are empty. */
record FakePath(ResourceType type, String namespace, String name, String subresource) {

    /**
     * @throws dev.gantry.api.status.ApiException 404 when there is no such resource
     */
    static FakePath parse(String path) {
        List<String> steps = List.of(path.substring(1).split("/"));
        boolean core = steps.get(0).equals("api");
        String group = core ? "" : steps.get(1);
        String version = steps.get(core ? 1 : 2);
        List<String> rest = steps.subList(core ? 2 : 3, steps.size());
        boolean inNamespace = rest.size() > 2 && rest.get(0).equals("namespaces");
        if (inNamespace) {
            var namespaced = Catalog.builtIn().find(group, version, rest.get(2));
            if (namespaced.isPresent() && namespaced.get().namespaced()) {
                return of(namespaced.get(), rest.get(1), rest.subList(3, rest.size()));
            }
        }
        ResourceType type =
                Catalog.builtIn()
                        .find(group, version, rest.get(0))
                        .orElseThrow(() -> ApiError.pathNotFound().exception());
        return of(type, "", rest.subList(1, rest.size()));
    }

    private static FakePath of(ResourceType type, String namespace, List<String> rest) {
        return new FakePath(
                type,
                namespace,
                rest.isEmpty() ? "" : rest.get(0),
                rest.size() < 2 ? "" : rest.get(1));
    }
}
