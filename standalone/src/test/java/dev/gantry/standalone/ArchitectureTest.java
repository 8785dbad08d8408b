package dev.gantry.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. The rules are those of docs/architecture.md. */
class ArchitectureTest {

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.gantry");

    @Test
    void noServiceImportsAnother() {
        slices().matching("dev.gantry.(gateway|state|scheduling|reconciler|node|ingress)..")
                .should()
                .notDependOnEachOther()
                .check(ALL);
    }

    @Test
    void librariesPointOneWay() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.gantry.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.events..",
                        "dev.gantry.client..",
                        "dev.gantry.access..",
                        "dev.gantry.controller..",
                        "dev.gantry.runtime..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("dev.gantry.events..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.client..", "dev.gantry.controller..", "dev.gantry.runtime..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("dev.gantry.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gantry.controller..", "dev.gantry.runtime..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("dev.gantry.controller..", "dev.gantry.access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gantry.runtime..")
                .check(ALL);
    }

    @Test
    void onlyStandaloneSeesServices() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.gantry.standalone..",
                        "dev.gantry.gateway..",
                        "dev.gantry.state..",
                        "dev.gantry.scheduling..",
                        "dev.gantry.reconciler..",
                        "dev.gantry.node..",
                        "dev.gantry.ingress..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gantry.gateway..",
                        "dev.gantry.state..",
                        "dev.gantry.scheduling..",
                        "dev.gantry.reconciler..",
                        "dev.gantry.node..",
                        "dev.gantry.ingress..")
                .check(ALL);
    }

    @Test
    void onlyPackagesNamedForItSeeATechnology() {
        only("..docker..", "com.github.dockerjava..");
        only("..persistence..", "java.sql..", "javax.sql..", "jakarta.persistence..");
        noClasses()
                .that()
                .resideOutsideOfPackages("..kafka..", "dev.gantry.standalone..")
                .and()
                .doNotHaveSimpleName("KafkaLog")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..", "kafka..")
                .check(ALL);
    }

    private static void only(String where, String... what) {
        noClasses()
                .that()
                .resideOutsideOfPackages(where, "dev.gantry.backends.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(what)
                .check(ALL);
    }

    @Test
    void decidersAndPluginsArePure() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Decider")
                .or()
                .resideInAPackage("dev.gantry.scheduling.plugins..")
                .or()
                .resideInAPackage("dev.gantry.ingress.route..")
                .or()
                .resideInAPackage("dev.gantry.node.serviceaddress..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.gantry.client..",
                        "org.springframework..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "java.io..",
                        "java.nio.file..",
                        "java.net.http..")
                .check(ALL);
    }

    @Test
    void theNetworkSideOfANodeDoesNotSeePods() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.gantry.node.dns..", "dev.gantry.node.serviceaddress..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gantry.node.pod..", "dev.gantry.node.runtime..")
                .check(ALL);
    }

    @Test
    void nobodyEndsTheJvmOrChangesItsProperties() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(ALL);
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(ALL);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Path home = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> silent =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> f.toString().contains("/src/main/java/"))
                            .map(Path::getParent)
                            .distinct()
                            .filter(d -> !Files.exists(d.resolve("package-info.java")))
                            .toList();
            assertThat(silent).isEmpty();
        }
    }
}
