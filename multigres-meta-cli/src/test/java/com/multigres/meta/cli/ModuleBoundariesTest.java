package com.multigres.meta.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may know whom: the table of modules, checked on what was compiled. */
class ModuleBoundariesTest {
  private static final String ROOT = "com.multigres.meta";

  /** The packages of each module but the api, which has all others. */
  private static final Map<String, String> MODULES =
      Map.of(
          "postgres", ROOT + ".postgres..",
          "etcd", ROOT + ".topo.etcd..",
          "zookeeper", ROOT + ".topo.zookeeper..",
          "kubernetes", ROOT + ".k8s..",
          "testkit", ROOT + ".testkit..",
          "test servers", ROOT + ".testservers..",
          "command", ROOT + ".cli..",
          "benchmarks", ROOT + ".benchmarks..");

  private static final List<String> BACKENDS =
      List.of("postgres", "etcd", "zookeeper", "kubernetes");

  /** The client library that only one backend knows. */
  private static final Map<String, String[]> CLIENTS =
      Map.of(
          "postgres",
              new String[] {"org.postgresql..", "com.zaxxer.hikari..", "java.sql..", "javax.sql.."},
          "etcd", new String[] {"io.etcd.."},
          "zookeeper", new String[] {"org.apache.curator..", "org.apache.zookeeper.."},
          "kubernetes", new String[] {"io.fabric8.."});

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static DescribedPredicate<JavaClass> in(String module) {
    return resideInAPackage(MODULES.getOrDefault(module, "")).as("the module " + module);
  }

  private static DescribedPredicate<JavaClass> api() {
    String[] others = MODULES.values().toArray(String[]::new);
    return resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(others))).as("the api");
  }

  @Test
  void theApiDependsOnNoOtherModule() {
    String[] others = MODULES.values().toArray(String[]::new);
    noClasses()
        .that(api())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @Test
  void theApiKnowsNoClientLibrary() {
    for (String[] client : CLIENTS.values()) {
      noClasses()
          .that(api())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(client)
          .check(CLASSES);
    }
  }

  @TestFactory
  List<DynamicTest> aBackendDependsOnTheApiAlone() {
    return BACKENDS.stream()
        .map(
            backend ->
                DynamicTest.dynamicTest(
                    backend,
                    () ->
                        noClasses()
                            .that(in(backend))
                            .should()
                            .dependOnClassesThat(othersOf(backend))
                            .allowEmptyShould(true)
                            .check(CLASSES)))
        .toList();
  }

  private static DescribedPredicate<JavaClass> othersOf(String module) {
    String[] others =
        MODULES.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(module))
            .map(Map.Entry::getValue)
            .toArray(String[]::new);
    return resideInAnyPackage(others).as("another module than the api");
  }

  @TestFactory
  List<DynamicTest> onlyABackendKnowsItsClientLibrary() {
    return BACKENDS.stream()
        .map(
            backend ->
                DynamicTest.dynamicTest(
                    backend,
                    () ->
                        noClasses()
                            .that(
                                not(in(backend))
                                    .and(not(in("test servers")))
                                    .and(not(in("benchmarks"))))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(CLIENTS.getOrDefault(backend, new String[0]))
                            .check(CLASSES)))
        .toList();
  }

  @Test
  void theTestkitNamesNoBackend() {
    noClasses()
        .that(in("testkit"))
        .should()
        .dependOnClassesThat(othersOf("testkit"))
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheCommand() {
    noClasses().that(not(in("command"))).should().dependOnClassesThat(in("command")).check(CLASSES);
  }

  @TestFactory
  List<DynamicTest> internalPackagesStayInTheirModule() {
    return List.of(
        internalOf("the api", api()),
        internalOf("postgres", in("postgres")),
        internalOf("etcd", in("etcd")),
        internalOf("kubernetes", in("kubernetes")),
        internalOf("testkit", in("testkit")),
        internalOf("test servers", in("test servers")));
  }

  private static DynamicTest internalOf(String name, DescribedPredicate<JavaClass> module) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            noClasses()
                .that(not(module))
                .should()
                .dependOnClassesThat(resideInAPackage("..internal..").and(module))
                .check(CLASSES));
  }

  @Test
  void librariesNeverPrint() {
    noClasses()
        .that(not(in("command")).and(not(in("benchmarks"))))
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }
}
