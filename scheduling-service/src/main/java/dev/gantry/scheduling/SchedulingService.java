package dev.gantry.scheduling;

import dev.gantry.runtime.GantryService;
import org.springframework.context.annotation.ComponentScan;

/** The scheduling service. */
@GantryService
@ComponentScan
public class SchedulingService {}
