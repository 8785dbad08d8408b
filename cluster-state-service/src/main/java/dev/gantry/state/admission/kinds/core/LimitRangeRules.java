package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.ResourceRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** LimitRange. Kubernetes: "Limit Ranges". */
public final class LimitRangeRules extends ObjectRules {

    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");
    private static final List<String> MAPS =
            List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio");

    public LimitRangeRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        for (JsonNode each : spec(object).path("limits")) {
            if (each instanceof ObjectNode limit
                    && limit.path("type").asString("").equals("Container")) {
                fill(limit, "default", limit.path("max"));
                fill(limit, "defaultRequest", limit.path("default"));
                fill(limit, "defaultRequest", limit.path("min"));
            }
        }
    }

    private static void fill(ObjectNode limit, String field, JsonNode from) {
        for (Map.Entry<String, JsonNode> each : from.properties()) {
            ObjectNode target = Json.child(limit, field);
            if (!target.has(each.getKey())) {
                target.set(each.getKey(), each.getValue());
            }
        }
    }

    @Override
    protected void check(Place object) {
        Set<String> types = new TreeSet<>();
        for (Place limit : object.at("spec").at("limits").items()) {
            type(limit.at("type"));
            if (!types.add(limit.at("type").text())) {
                limit.at("type").duplicate();
            }
            amounts(limit);
            if (limit.at("type").text().equals("PersistentVolumeClaim")
                    && !limit.at("min").node().has("storage")
                    && !limit.at("max").node().has("storage")) {
                limit.absent("limits")
                        .required(
                                "either minimum or maximum storage value is required, but neither"
                                        + " was provided");
            }
            names(limit).forEach(name -> bounds(limit, name));
        }
    }

    private static void type(Place type) {
        var problems = Names.QUALIFIED_NAME.problems(type.text());
        problems.forEach(type::invalid);
        if (problems.isEmpty() && type.text().indexOf('/') < 0 && !TYPES.contains(type.text())) {
            type.invalid("must be a standard limit type or fully qualified");
        }
    }

    private static void amounts(Place limit) {
        boolean pod = limit.at("type").text().equals("Pod");
        for (String map : MAPS) {
            boolean defaulting = map.startsWith("default");
            if (pod && defaulting) {
                if (!limit.at(map).empty()) {
                    limit.at(map).forbidden("may not be specified when `type` is 'Pod'");
                }
                continue;
            }
            for (Map.Entry<String, Place> each : limit.at(map).entries()) {
                ResourceRules.name(each.getKey(), each.getValue());
            }
        }
    }

    private static Set<String> names(Place limit) {
        Set<String> names = new TreeSet<>();
        MAPS.forEach(map -> limit.at(map).entries().forEach(e -> names.add(e.getKey())));
        return names;
    }

    private static void bounds(Place limit, String name) {
        Place min = limit.at("min").key(name);
        Place max = limit.at("max").key(name);
        Place request = limit.at("defaultRequest").key(name);
        Place standard = limit.at("default").key(name);
        ordered(min, max, min, "min value %s is greater than max value %s");
        ordered(min, request, request, "min value %s is greater than default request value %s");
        ordered(request, max, request, "default request value %s is greater than max value %s");
        ordered(
                request,
                standard,
                request,
                "default request value %s is greater than default limit value %s");
        ordered(min, standard, standard, "min value %s is greater than default value %s");
        ordered(standard, max, standard, "default value %s is greater than max value %s");
        ratio(limit.at("maxLimitRequestRatio").key(name), min, max);
    }

    private static void ordered(Place less, Place more, Place told, String why) {
        if (less.present()
                && more.present()
                && Quantities.of(less).compareTo(Quantities.of(more)) > 0) {
            told.invalid(why.formatted(less.text(), more.text()));
        }
    }

    private static void ratio(Place ratio, Place min, Place max) {
        if (!ratio.present()) {
            return;
        }
        Quantity value = Quantities.of(ratio);
        if (value.value().compareTo(BigDecimal.ONE) < 0) {
            ratio.invalid("ratio " + ratio.text() + " is less than 1");
        }
        BigDecimal least = Quantities.of(min).value();
        if (min.present() && max.present() && least.signum() > 0) {
            BigDecimal possible = Quantities.of(max).value().divide(least, MathContext.DECIMAL64);
            if (value.value().compareTo(possible) > 0) {
                ratio.invalid("ratio " + ratio.text() + " is greater than max/min = " + possible);
            }
        }
    }
}
