package dev.gantry.runtime.door;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Settings of the door for the services that have one. */
@AutoConfiguration
@EnableConfigurationProperties(DoorSettings.class)
class DoorConfiguration {}
