package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "MiXed", "with space", "quote\"d", "größe", "😀", "-", "select", "\n"})
  void anyIdentifierIsAName(String name) {
    assertThat(Names.fault(name)).isEmpty();
  }

  @Test
  void sixtyThreeBytesAreTheLimit() {
    assertThat(Names.fault("a".repeat(63))).isEmpty();
    assertThat(Names.fault("a".repeat(64)))
        .contains("has 64 bytes, more than the 63 of an identifier");
    assertThat(Names.fault("é".repeat(31))).isEmpty();
    assertThat(Names.fault("é".repeat(32))).isPresent();
  }

  @Test
  void emptyNulAndBrokenUnicodeAreNoNames() {
    assertThat(Names.fault("")).contains("is empty");
    assertThat(Names.fault("a\0b")).contains("contains NUL");
    assertThat(Names.fault("a\ud800b")).contains("is not valid Unicode");
  }

  @Test
  void aMessageShowsOneShortLine() {
    assertThat(Names.quoted("db1")).isEqualTo("\"db1\"");
    assertThat(Names.quoted("a\nb")).doesNotContain("\n");
    assertThat(Names.quoted("x".repeat(1_000))).hasSize(83).endsWith("…\"");
  }
}
