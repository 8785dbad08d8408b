package dev.gantry.runtime.launch;

import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

@ConfigurationProperties("gantry.scheduling.sample")
record SampleSettings(@DefaultValue("5") @Min(1) int maxTries, @DefaultValue List<String> names) {}
