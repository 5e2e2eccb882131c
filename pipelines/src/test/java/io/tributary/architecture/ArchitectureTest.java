package io.tributary.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between modules, and rules for every class. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("io/tributary/proto/"))
          .importPackages("io.tributary");

  @Test
  void allModulesAreLookedAt() {
    assertThat(CLASSES.size()).isGreaterThan(450);
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains(
            "io.tributary.api",
            "io.tributary.data",
            "io.tributary.serving",
            "io.tributary.components.trainer",
            "io.tributary.tribuo",
            "io.tributary.metadata",
            "io.tributary.core.launcher",
            "io.tributary.telemetry",
            "io.tributary.server",
            "io.tributary.cli",
            "io.tributary.runner.local",
            "io.tributary.runner.airflow.client",
            "io.tributary.pipelines.taxi");
  }

  @Test
  void arrowsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("io.tributary.api..")
        .layer("data")
        .definedBy("io.tributary.data..")
        .layer("serving")
        .definedBy("io.tributary.serving..")
        .layer("components")
        .definedBy("io.tributary.components..")
        .layer("tribuo")
        .definedBy("io.tributary.tribuo..")
        .layer("metadata")
        .definedBy("io.tributary.metadata..")
        .layer("core")
        .definedBy("io.tributary.core..")
        .layer("telemetry")
        .definedBy("io.tributary.telemetry..")
        .layer("server")
        .definedBy("io.tributary.server..")
        .layer("cli")
        .definedBy("io.tributary.cli..")
        .layer("runner")
        .definedBy("io.tributary.runner..")
        .layer("pipelines")
        .definedBy("io.tributary.pipelines..")
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("metadata")
        .mayNotAccessAnyLayer()
        .whereLayer("data")
        .mayOnlyAccessLayers("api")
        .whereLayer("serving")
        .mayOnlyAccessLayers("api")
        .whereLayer("components")
        .mayOnlyAccessLayers("api", "data", "serving")
        .whereLayer("tribuo")
        .mayOnlyAccessLayers("api", "components")
        .whereLayer("core")
        .mayOnlyAccessLayers("api", "metadata")
        .whereLayer("telemetry")
        .mayOnlyAccessLayers("api", "core", "metadata")
        .whereLayer("server")
        .mayOnlyAccessLayers("api", "core", "metadata")
        .whereLayer("runner")
        .mayOnlyAccessLayers("api", "core", "metadata")
        .whereLayer("cli")
        .mayOnlyAccessLayers(
            "api", "components", "core", "data", "metadata", "server", "serving", "telemetry")
        .whereLayer("pipelines")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tributary.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void packagesOfOneModuleDoNotGoInCircles() {
    for (var module : List.of("cli", "components", "data", "metadata", "runner", "server")) {
      slices()
          .matching("io.tributary." + module + ".(**)")
          .should()
          .beFreeOfCycles()
          .check(CLASSES);
    }
  }

  @Test
  void namesSaySomething() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .areTopLevelClasses()
        .should(
            new ArchCondition<>("be in a @NullMarked package") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " is in a package without @NullMarked"));
                }
              }
            })
        .check(CLASSES);
  }
}
