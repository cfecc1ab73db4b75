package com.multigres.meta.k8s;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manifest cannot take the reader's time or memory. */
@Timeout(60)
class HostileManifestTest {
  @TempDir Path folder;

  @Test
  void aliasesThatStandForBillionsOfValuesAreRefused() throws IOException {
    StringBuilder text = new StringBuilder("l0: &l0 [a, a]\n");
    for (int level = 1; level <= 40; level++) {
      text.append("l%d: &l%d [*l%d, *l%d]\n".formatted(level, level, level - 1, level - 1));
    }
    assertRefused(text.toString(), "its aliases stand for more than 500000 values");
  }

  @Test
  void mergesThatMultiplyAreRefused() throws IOException {
    StringBuilder text = new StringBuilder("l0: &l0 {a: 1}\n");
    for (int level = 1; level <= 40; level++) {
      text.append(
          "l%d: &l%d {<<: *l%d, b%d: *l%d}\n".formatted(level, level, level - 1, level, level - 1));
    }
    assertRefused(text.toString(), "its aliases stand for more than 500000 values");
  }

  @Test
  void aValueThatContainsItselfIsRefused() throws IOException {
    assertRefused("a: &a [*a]", "a value contains itself");
    assertRefused("a: &a {b: {c: *a}}", "a value contains itself");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    assertRefused("[".repeat(100_000), "nests deeper than 100 levels");
    assertRefused("- ".repeat(100_000), "nests deeper than 100 levels");
  }

  @Test
  void endlessListsOfValuesAliasesAndDocumentsAreRefused() throws IOException {
    assertRefused("a: [" + "x,".repeat(600_000) + "]", "holds more than 500000 values");
    assertRefused("a: &a 1\nb: [" + "*a ,".repeat(2_000) + "]", "holds more than 1000 aliases");
    assertRefused("---\n".repeat(20_000), "holds more than 10000 documents");
  }

  @Test
  void aFileThatIsTooLargeIsRefusedUnread() throws IOException {
    assertRefused("#".repeat(ManifestText.MAX_BYTES + 1), "is larger than 8388608 bytes");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = Files.write(folder.resolve("binary"), new byte[] {'a', ':', (byte) 0xC3, '('});
    assertThatThrownBy(() -> ClusterManifests.read(file))
        .isInstanceOf(ManifestException.class)
        .hasMessageEndingWith("is not text in UTF-8");
  }

  @Test
  void controlCharactersDoNotReachTheMessage() throws IOException {
    assertRefused(Manifests.withSpec("databases: \"\\e[31mred\\n\""), "must be a list");
  }

  private void assertRefused(String text, String problem) throws IOException {
    Path file = Manifests.write(folder, text);
    assertThatThrownBy(() -> ClusterManifests.read(file))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining(problem)
        .message()
        .matches("\\P{Cntrl}*")
        .hasSizeLessThan(700);
  }
}
