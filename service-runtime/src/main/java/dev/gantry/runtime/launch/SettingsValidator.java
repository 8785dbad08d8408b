package dev.gantry.runtime.launch;

import jakarta.validation.Validation;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Checks the constraints that stand in Gantry's settings records. */
final class SettingsValidator implements Validator {

    private final SpringValidatorAdapter constraints =
            new SpringValidatorAdapter(
                    Validation.byDefaultProvider()
                            .configure()
                            .messageInterpolator(new ParameterMessageInterpolator())
                            .buildValidatorFactory()
                            .getValidator());

    @Override
    public boolean supports(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("dev.gantry.");
    }

    @Override
    public void validate(Object target, Errors errors) {
        constraints.validate(target, errors);
    }
}
