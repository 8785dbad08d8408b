package dev.gantry.node;

import dev.gantry.runtime.GantryService;
import org.springframework.context.annotation.ComponentScan;

/** The node service: all nodes of one host. */
@GantryService
@ComponentScan
public class NodeService {}
