package dev.gantry.state.admission.kinds.device;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.AffinityRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ResourceSlice. Kubernetes: "Dynamic Resource Allocation". */
public final class ResourceSliceRules extends ObjectRules {

    private static final int MOST_DEVICES = 128;
    private static final int MOST_ATTRIBUTES = 32;
    private static final int LONGEST_VALUE = 64;
    private static final List<String> VALUES =
            List.of("bool", "int", "string", "version", "bools", "ints", "strings", "versions");
    private static final Pattern VERSION =
            Pattern.compile(
                    "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    public ResourceSliceRules(ResourceType type) {
        super(type);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        DeviceConfig.driver(spec.at("driver"));
        pool(spec.at("pool"));
        nodes(spec);
        Place devices = spec.at("devices");
        if (devices.node().size() > MOST_DEVICES) {
            devices.tooMany(MOST_DEVICES);
        }
        Set<String> names = new HashSet<>();
        for (Place device : devices.items()) {
            Place name = device.at("name");
            if (name.requireText()) {
                name.check(Names.DNS_LABEL);
                if (!names.add(name.text())) {
                    device.holding(name.node()).duplicate();
                }
            }
            attributes(device);
        }
    }

    private static void pool(Place pool) {
        Place name = pool.at("name");
        if (name.requireText()) {
            for (String part : name.text().split("/", -1)) {
                Names.DNS_SUBDOMAIN.problems(part).forEach(name::invalid);
            }
        }
        if (pool.at("resourceSliceCount").number() <= 0) {
            pool.at("resourceSliceCount").invalid("must be greater than zero");
        }
        pool.at("generation").nonNegative();
    }

    private static void nodes(Place spec) {
        boolean named = !spec.at("nodeName").empty();
        boolean selected = spec.at("nodeSelector").present();
        int given =
                (named ? 1 : 0)
                        + (selected ? 1 : 0)
                        + (spec.at("allNodes").flag() ? 1 : 0)
                        + (spec.at("perDeviceNodeSelection").flag() ? 1 : 0);
        if (named) {
            spec.at("nodeName").check(Names.DNS_SUBDOMAIN);
        }
        if (selected) {
            AffinityRules.nodeSelector(spec.at("nodeSelector"));
        }
        String why =
                "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
        if (given == 0) {
            spec.required(why);
        } else if (given > 1) {
            spec.invalid(why + ", but multiple fields are set");
        }
    }

    private static void attributes(Place device) {
        Place attributes = device.at("attributes");
        Place capacity = device.at("capacity");
        if (attributes.node().size() + capacity.node().size() > MOST_ATTRIBUTES) {
            device.invalid(
                    "the total number of attributes and capacities must not exceed "
                            + MOST_ATTRIBUTES);
        }
        for (Map.Entry<String, Place> each : attributes.entries()) {
            name(each.getKey(), attributes);
            attribute(each.getValue());
        }
        for (Map.Entry<String, Place> each : capacity.entries()) {
            name(each.getKey(), capacity);
            Quantities.nonNegative(each.getValue().at("value"));
        }
    }

    private static void name(String name, Place map) {
        int slash = name.indexOf('/');
        if (slash >= 0) {
            Names.DNS_SUBDOMAIN
                    .problems(name.substring(0, slash))
                    .forEach(p -> map.problems().invalid(map.path(), name, p));
        }
        Names.C_IDENTIFIER
                .problems(name.substring(slash + 1))
                .forEach(p -> map.problems().invalid(map.path(), name, p));
    }

    private static void attribute(Place attribute) {
        long given = VALUES.stream().filter(v -> attribute.at(v).present()).count();
        if (given != 1) {
            attribute.invalid(
                    given == 0
                            ? "exactly one value must be specified"
                            : "exactly one value must be specified, not " + given);
        }
        Place text = attribute.at("string");
        if (text.text().length() > LONGEST_VALUE) {
            text.tooLong(LONGEST_VALUE);
        }
        Place version = attribute.at("version");
        if (version.text().length() > LONGEST_VALUE) {
            version.tooLong(LONGEST_VALUE);
        } else if (version.present() && !VERSION.matcher(version.text()).matches()) {
            version.invalid("must be a string compatible with semver.org spec 2.0.0");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Place spec = object.at("spec");
        JsonNode before = stored.path("spec");
        for (String field : List.of("driver", "nodeName", "nodeSelector", "allNodes")) {
            spec.at(field).unchanged(before.path(field));
        }
        spec.at("pool").at("name").unchanged(before.path("pool").path("name"));
    }
}
