package dev.gantry.schema;

import com.google.gson.annotations.SerializedName;
import io.swagger.annotations.ApiModel;
import io.swagger.annotations.ApiModelProperty;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Descriptions and required properties of types, read off the Java client's models. */
final class ModelDescriptions {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private final Map<String, Described> known = new HashMap<>();

    /** What a model says of a type; empty for types that the client does not have. */
    record Described(String description, Map<String, String> properties, Set<String> required) {
        static final Described NOTHING = new Described("", Map.of(), Set.of());
    }

    /**
     * @param type {@code core/v1.PodSpec}
     */
    Described of(String type) {
        return known.computeIfAbsent(type, ModelDescriptions::read);
    }

    private static Described read(String type) {
        int slash = type.indexOf('/');
        int dot = type.lastIndexOf('.');
        if (slash < 0 || dot < slash) {
            return Described.NOTHING;
        }
        String word = type.substring(0, slash).replaceAll("\\..*", "");
        String version = capital(type.substring(slash + 1, dot));
        String kind = type.substring(dot + 1);
        for (String name :
                List.of(capital(word) + version + kind, version + kind, "V1" + kind, kind)) {
            try {
                return read(Class.forName(MODELS + name));
            } catch (ClassNotFoundException other) {
                continue;
            }
        }
        return Described.NOTHING;
    }

    private static Described read(Class<?> model) {
        Map<String, String> properties = new HashMap<>();
        Set<String> required = new HashSet<>();
        for (Field field : model.getDeclaredFields()) {
            SerializedName name = field.getAnnotation(SerializedName.class);
            if (name != null) {
                ApiModelProperty property = property(model, field);
                if (property != null) {
                    properties.put(name.value(), property.value());
                    if (property.required()) {
                        required.add(name.value());
                    }
                }
            }
        }
        ApiModel described = model.getAnnotation(ApiModel.class);
        return new Described(
                described == null ? "" : described.description(), properties, required);
    }

    private static @org.jspecify.annotations.Nullable ApiModelProperty property(
            Class<?> model, Field field) {
        try {
            return model.getMethod("get" + capital(field.getName()))
                    .getAnnotation(ApiModelProperty.class);
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
