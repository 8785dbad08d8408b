package dev.gantry.testkit.host;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Asks the machine; a connect or a look at a file each time. */
final class NeedsCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing =
                AnnotationSupport.findAnnotation(context.getElement(), Needs.class).stream()
                        .flatMap(needs -> Stream.of(needs.value()))
                        .flatMap(facility -> facility.missing().stream())
                        .findFirst();
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the machine has it"));
    }
}
