package com.multigres.meta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT1S, 1 s",
    "PT0.25S, 250 ms",
    "PT1.5S, 1.5 s",
    "PT90S, 90 s",
    "PT2M, 2 min",
    "PT24H, 24 h",
    "PT0.000000001S, 0.000000001 s",
    "PT-5S, -5 s",
    "PT-0.5S, -0.5 s",
  })
  void isReadWithoutKnowingIso(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "5s, PT5S",
    "2m, PT2M",
    "24h, PT24H",
    "7d, PT168H",
    "999999999ms, PT277H46M39.999S",
  })
  void isWrittenAsANumberAndAUnit(String text, Duration duration) {
    assertThat(DurationText.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "0s",
        "05s",
        "-5s",
        "+5s",
        "1.5s",
        "5 s",
        "5S",
        "5min",
        "1234567890s",
        "PT5S"
      })
  void isNothingElse(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
