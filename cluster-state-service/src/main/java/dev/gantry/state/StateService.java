package dev.gantry.state;

import dev.gantry.runtime.GantryService;
import org.springframework.context.annotation.ComponentScan;

/**
 * The state service. Needs a database ({@code gantry.state.database}); with a {@code ChangeLog} it
 * publishes every change. Gives {@code LocalStateDoor} to whoever runs it in the same process.
 */
@GantryService
@ComponentScan
public class StateService {}
