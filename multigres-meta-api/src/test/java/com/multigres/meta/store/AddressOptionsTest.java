package com.multigres.meta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressOptionsTest {

  private static AddressOptions options(String query) {
    return AddressOptions.of(StoreUri.parse("some://host/path" + query), Set.of("b", "a"));
  }

  private static void refused(ThrowingCallable reading, String message) {
    assertThatIllegalArgumentException().isThrownBy(reading).withMessage(message);
  }

  @Test
  void whatIsNotGivenIsAsUsual() {
    AddressOptions none = options("");

    assertThat(none.text("a")).isEmpty();
    assertThat(none.flag("a")).isFalse();
    assertThat(none.number("a", 7, 1, 9)).isEqualTo(7);
    assertThat(none.duration("a", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatIsGivenIsReadAsWhatItStandsFor() {
    assertThat(options("?a=x%20y").text("a")).contains("x y");
    assertThat(options("?a=true").flag("a")).isTrue();
    assertThat(options("?a=false").flag("a")).isFalse();
    assertThat(options("?b=9").number("b", 7, 1, 9)).isEqualTo(9);
    assertThat(options("?b=999999999999").number("b", 7L, 1, 999_999_999_999L))
        .isEqualTo(999_999_999_999L);
    assertThat(options("?b=250ms").duration("b", Duration.ofSeconds(3)))
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void anOptionThatNobodyKnowsIsRefusedWithThoseThatAre() {
    refused(() -> options("?c=1"), "option 'c' is not known; some:// takes a, b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TRUE", "1", ""})
  void aFlagIsTrueOrFalse(String text) {
    AddressOptions given = options("?a=" + text);

    refused(() -> given.flag("a"), "option 'a' is true or false, not '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "-1", "1.5", "x", "", "99999999999999999999", "4294967297"})
  void aNumberLiesBetweenItsBounds(String text) {
    AddressOptions given = options("?a=" + text);

    refused(
        () -> given.number("a", 7, 1, 9), "option 'a' is a number from 1 to 9, not '" + text + "'");
  }

  @Test
  void aDurationHasAUnit() {
    AddressOptions given = options("?a=5");

    refused(
        () -> given.duration("a", Duration.ofSeconds(1)),
        "option 'a' is a duration like 500ms, 5s or 2m, not '5'");
  }
}
