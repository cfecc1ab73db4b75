package com.multigres.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A Maven project of somebody else's, which knows nothing of this one but its artifacts, gets the
 * whole contracts for stores of its own, with faults, judged histories and reports. Its local
 * repository holds our artifacts as an install would have put them there, and links to what Maven
 * has in this machine's; it is offline.
 */
class SeparateProjectTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path WORK = Path.of("target", "separate").toAbsolutePath();
  private static final String VERSION = property("version");
  private static final String PROVIDER = "com.multigres.meta.catalog.CatalogStoreProvider";
  private static final Pattern COUNTS =
      Pattern.compile(
          "<testsuite [^>]* tests=\"(\\d+)\" errors=\"(\\d+)\"[^>]* failures=\"(\\d+)\"");

  @Test
  void aFewLinesGetTheWholeContractsWithFaultsHistoriesAndReports() throws Exception {
    deleteAll(WORK);
    Path repository = repository();
    Path project = project();

    String log = maven(project, repository);

    Path reports = project.resolve("target/surefire-reports");
    wholeContract(TopoStoreContract.class, report(reports, "TheirStoreTest"), 100, log);
    wholeContract(CatalogStoreContract.class, report(reports, "TheirCatalogTest"), 70, log);
    assertThat(log).contains("BUILD SUCCESS");
    theTopologysReport(statement(project, "TheirStoreTest"));
    theCatalogsReport(statement(project, "TheirCatalogTest"));
  }

  private static JsonNode statement(Path project, String test) throws IOException {
    Path report = project.resolve("target/conformance/org.somebody." + test);
    assertThat(report.resolve("report.html")).isNotEmptyFile();
    JsonNode json = new ObjectMapper().readTree(Files.readString(report.resolve("report.json")));
    assertThat(json.get("verdict").asText()).as(json.get("tests").toString()).isEqualTo("conforms");
    assertThat(json.at("/settings/inherited").asBoolean()).isTrue();
    assertThat(json.at("/totals/operations").asInt()).isGreaterThan(500);
    assertThat(json.get("histories").findValuesAsText("verdict")).containsOnly("passed");
    return json;
  }

  /** Their server was killed while their clients worked, and what these saw was judged. */
  private static void theTopologysReport(JsonNode report) {
    assertThat(report.at("/subject/store").asText()).contains("DirectoryTopoStore");
    theirServerWasKilled(report);
  }

  private static void theirServerWasKilled(JsonNode report) {
    assertThat(report.at("/totals/injected").asInt()).isPositive();
    JsonNode kill =
        report
            .get("faults")
            .valueStream()
            .filter(fault -> fault.get("fault").asText().equals("KILL"))
            .findFirst()
            .orElseThrow();
    assertThat(kill.get("injected").asInt()).isPositive();
    assertThat(kill.get("survived").toString())
        .contains("Recorded.whatClientsDidWhileTheServerDiedIsOneHistory");
    assertThat(kill.get("broken")).isEmpty();
  }

  private static void theCatalogsReport(JsonNode report) {
    assertThat(report.at("/subject/store").asText()).isEqualTo("org.somebody.AuditedCatalogStore");
    assertThat(report.get("histories").findValuesAsText("part")).contains("catalog");
    theirServerWasKilled(report);
  }

  /** The contract is had for twenty lines, and faults for as many more. */
  @Test
  void twentyLinesMoreGiveFaults() throws IOException {
    for (String test : List.of("TheirStoreTest.java", "TheirCatalogTest.java")) {
      List<String> contract = resource("contract/" + test).lines().toList();
      List<String> all = resource(test).lines().toList();
      assertThat(contract).hasSizeLessThanOrEqualTo(20);
      assertThat(all).containsSubsequence(contract);
      assertThat(all).hasSizeLessThanOrEqualTo(contract.size() + 20);
    }
  }

  private static void wholeContract(Class<?> contract, String report, int tests, String log) {
    Matcher counts = COUNTS.matcher(report);
    assertThat(counts.find()).as(log).isTrue();
    assertThat(Integer.parseInt(counts.group(1))).as(log).isGreaterThan(tests);
    assertThat(counts.group(2) + counts.group(3)).as(log).isEqualTo("00");
    for (Class<?> theme : contract.getDeclaredClasses()) {
      if (theme.isAnnotationPresent(Nested.class)) {
        assertThat(report).as(log).contains(theme.getName());
      }
    }
  }

  private static String property(String name) {
    return String.valueOf(System.getProperty("multigres." + name));
  }

  /** Somebody's own topology is this module's, under their own roof; their catalog is theirs. */
  private static Path project() throws IOException {
    Path project = Files.createDirectories(WORK.resolve("project"));
    Files.writeString(
        project.resolve("pom.xml"),
        resource("pom.xml")
            .replace("@version@", VERSION)
            .replace("@compiler@", property("compiler"))
            .replace("@surefire@", property("surefire")));
    copyAll(Path.of("src", "main").toAbsolutePath(), project.resolve("src/main"));
    Path classes = Files.createDirectories(project.resolve("src/main/java/org/somebody"));
    for (String own : List.of("AuditedCatalogStore.java", "AuditedCatalogProvider.java")) {
      Files.writeString(classes.resolve(own), resource(own));
    }
    Files.writeString(
        project.resolve("src/main/resources/META-INF/services").resolve(PROVIDER),
        "org.somebody.AuditedCatalogProvider\n");
    Path tests = Files.createDirectories(project.resolve("src/test/java/org/somebody"));
    for (String own : List.of("TheirStoreTest.java", "TheirCatalogTest.java")) {
      Files.writeString(tests.resolve(own), resource(own));
    }
    return project;
  }

  private static String resource(String name) throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "separate", name));
  }

  private static Path repository() throws IOException {
    Path repository = Files.createDirectories(WORK.resolve("repository"));
    Path machines = Path.of(property("repository"));
    link(machines, repository, "com");
    link(machines.resolve("com"), Files.createDirectory(repository.resolve("com")), "multigres");
    install(repository, "multigres-meta-parent", ROOT.resolve("pom.xml"));
    for (String pom : List.of("multigres-meta-bom", "multigres-meta-module")) {
      install(repository, pom, ROOT.resolve(pom).resolve("pom.xml"));
    }
    for (String module : List.of("multigres-meta-api", "multigres-meta-testkit")) {
      Path installed = install(repository, module, ROOT.resolve(module).resolve("pom.xml"));
      String name = module + "-" + VERSION + ".jar";
      Path jar = ROOT.resolve(module).resolve("target").resolve(name);
      Path to = installed.resolve(name);
      Path classes = ROOT.resolve(module).resolve("target/classes");
      if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(newest(classes)) >= 0) {
        Files.copy(jar, to);
      } else {
        pack(classes, to); // a build up to the tests only
      }
    }
    return repository;
  }

  /** Links to everything in a folder but one. */
  private static void link(Path folder, Path to, String except) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path one : all.toList()) {
        String name = folder.relativize(one).toString();
        if (!name.equals(except)) {
          Files.createSymbolicLink(to.resolve(name), one);
        }
      }
    }
  }

  private static Path install(Path repository, String artifact, Path pom) throws IOException {
    Path folder =
        Files.createDirectories(
            repository.resolve("com/multigres").resolve(artifact).resolve(VERSION));
    Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
    return folder;
  }

  private static FileTime newest(Path classes) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
    }
    return newest;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }

  private static String maven(Path project, Path repository) throws Exception {
    Path log = WORK.resolve("maven.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                "mvn",
                "-o",
                "-B",
                "-Dmaven.repo.local=" + repository,
                "-Dmultigres.testkit.report=target/conformance",
                "test")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("MAVEN_ARGS");
    Process maven = builder.start();
    try {
      assertThat(maven.waitFor(8, TimeUnit.MINUTES)).as("the build ended").isTrue();
    } finally {
      maven.descendants().forEach(ProcessHandle::destroy);
      maven.destroy();
    }
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  private static String report(Path reports, String test) throws IOException {
    Path report = reports.resolve("TEST-org.somebody." + test + ".xml");
    return Files.exists(report) ? Files.readString(report) : "no report";
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Follows no link: what it leads to is the machine's. */
  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException failure)
              throws IOException {
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
