package dev.gantry.state.admission;

import dev.gantry.api.catalog.ResourceType;
import java.util.List;

/** What the request pipeline asks of admission. */
public interface Admission {

    /** The rules of a kind; kinds without rules of their own get those that hold for all. */
    KindRules rules(ResourceType type);

    /** The plugins in their documented order. */
    List<AdmissionPlugin> plugins();
}
