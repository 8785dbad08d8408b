package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.customresource.definition.DefinitionRules;
import dev.gantry.state.customresource.expression.RuleCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Admission of what is built in, and of what is defined at run time. Thread-safe. */
public final class CustomAdmission implements Admission {

    private final Admission builtIn;
    private final CustomResources types;
    private final KindRules definitions;
    private final List<AdmissionPlugin> plugins;

    public CustomAdmission(Admission builtIn, CustomResources types) {
        ResourceType definitions = types.ofGroupResource(CustomResources.DEFINITIONS).orElseThrow();
        this.definitions = new DefinitionRules(definitions, new RuleCompiler());
        this.builtIn = builtIn;
        this.types = types;
        this.plugins = new ArrayList<>(builtIn.plugins());
        this.plugins.add(new DefinitionHolds(types));
    }

    @Override
    public KindRules rules(ResourceType type) {
        if (type.groupResource().equals(CustomResources.DEFINITIONS)) {
            return definitions;
        }
        Optional<DefinedKind> kind = types.kind(type);
        return kind.isPresent() ? kind.get().rules() : builtIn.rules(type);
    }

    @Override
    public List<AdmissionPlugin> plugins() {
        return plugins;
    }
}
