package dev.gantry.reconciler;

import dev.gantry.runtime.GantryService;
import org.springframework.context.annotation.ComponentScan;

/** The reconciler service. */
@GantryService
@ComponentScan
public class ReconcilerService {}
