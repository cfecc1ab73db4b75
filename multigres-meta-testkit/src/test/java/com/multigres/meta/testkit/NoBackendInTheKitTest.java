package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit judges every backend alike: it knows none, but for the reference in memory. */
class NoBackendInTheKitTest {
  private static final List<String> BACKENDS =
      List.of("postgres", "jdbc", "etcd", "zookeeper", "zk://", "curator", "k8s", "fabric8");

  @Test
  void noFileOfTheKitNamesABackend() throws IOException {
    assertThat(naming(BACKENDS)).isEmpty();
  }

  @Test
  void onlyTheRulesOfAuthorityNameKubernetes() throws IOException {
    // There it is one of the authorities of rule C12, not a backend.
    assertThat(naming(List.of("kubernetes"))).containsExactly("AuthorityRules.java");
  }

  /** The kit's files, its comments and documents included, in which a word stands. */
  private static Set<String> naming(List<String> words) throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(40);
      for (Path file : all) {
        String text = Files.readString(file).toLowerCase(Locale.ROOT);
        if (words.stream().anyMatch(text::contains)) {
          named.add(String.valueOf(file.getFileName()));
        }
      }
    }
    return named;
  }
}
