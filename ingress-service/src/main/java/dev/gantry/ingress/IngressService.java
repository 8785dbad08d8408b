package dev.gantry.ingress;

import dev.gantry.runtime.GantryService;
import org.springframework.context.annotation.ComponentScan;

/** The ingress service. */
@GantryService
@ComponentScan
public class IngressService {}
