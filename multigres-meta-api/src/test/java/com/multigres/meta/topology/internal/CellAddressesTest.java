package com.multigres.meta.topology.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.topo.TopoException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "h1:2379,h1:2379",
    "http://h1:2379,h1:2379",
    "https://h1:2379/,h1:2379",
    "HTTP://h1:2379,h1:2379",
    "http://[::1]:2379,[::1]:2379",
    "h1,h1"
  })
  void addressesAreReadInEveryFormInUse(String text, String server) {
    assertThat(CellAddresses.parse(List.of(text))).hasToString("[" + server + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://", "ftp://h1:1", "h1:port", "h1:70000", "h1:1,h2:2", "http://h1:1/x"})
  void anythingElseIsRefusedAndNamed(String text) {
    assertThatThrownBy(() -> CellAddresses.parse(List.of(text)))
        .isInstanceOfSatisfying(
            TopoException.class, e -> assertThat(e.code()).isEqualTo(TopoException.Code.BAD_INPUT))
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void aPasswordIsNotShown() {
    assertThatThrownBy(() -> CellAddresses.parse(List.of("http://me:secret@h1:2379")))
        .hasMessageContaining("h1:2379")
        .hasMessageNotContaining("secret")
        .hasStackTraceContaining("CellAddresses")
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
  }

  @Test
  void newAddressesAreWrittenWithoutAScheme() {
    assertThat(CellAddresses.spell(List.of("https://h1:1", "h2:2"), List.of()))
        .containsExactly("h1:1", "h2:2");
    assertThat(CellAddresses.spell(List.of("http://h1:1"), List.of("h0:1")))
        .containsExactly("h1:1");
  }

  @Test
  void whereUrlsStandUrlsAreWritten() {
    assertThat(CellAddresses.spell(List.of("h1:1", "h2:2"), List.of("https://h1:1/")))
        .containsExactly("https://h1:1/", "https://h2:2");
  }

  @Test
  void whatStandsThereMayBeUnreadable() {
    assertThat(CellAddresses.spell(List.of("h1:1"), List.of("??"))).containsExactly("h1:1");
    assertThat(CellAddresses.same(List.of("h1:1"), List.of("??"))).isFalse();
  }

  @Test
  void theSameServersAreTheSameInEveryForm() {
    assertThat(CellAddresses.same(List.of("h1:1", "h2:2"), List.of("http://h2:2", "http://h1:1")))
        .isTrue();
    assertThat(CellAddresses.same(List.of("h1:1"), List.of("h1:2"))).isFalse();
  }
}
