package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit judges every backend alike: it knows none, but for the reference in memory. */
class NoBackendInTheKitTest {
  private static final List<String> BACKENDS =
      List.of("postgres", "jdbc", "etcd", "zookeeper", "zk://", "curator", "k8s", "fabric8");

  @Test
  void noClassOfTheKitNamesABackend() throws Exception {
    List<String> named = new ArrayList<>();
    for (Path file : classes()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      BACKENDS.stream()
          .filter(text::contains)
          .forEach(backend -> named.add(file.getFileName() + " names " + backend));
    }
    assertThat(named).isEmpty();
  }

  @Test
  void onlyTheRulesOfAuthorityNameKubernetes() throws Exception {
    List<String> named = new ArrayList<>();
    for (Path file : classes()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      if (text.contains("kubernetes")) {
        named.add(file.getFileName().toString());
      }
    }
    // There it is one of the authorities of rule C12, not a backend.
    assertThat(named).containsExactly("AuthorityRules.class");
  }

  /** The kit's own classes, whose names, texts and references stand in them. */
  private static List<Path> classes() throws Exception {
    Path folder = Path.of(Rule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(found).as("classes in %s", folder).hasSizeGreaterThan(40);
      return found;
    } catch (IOException unreadable) {
      throw new AssertionError(Optional.of(folder) + " cannot be read", unreadable);
    }
  }
}
