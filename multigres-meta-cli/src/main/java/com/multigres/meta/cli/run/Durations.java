package com.multigres.meta.cli.run;

import com.multigres.meta.store.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as connection strings have them: {@code 500ms}, {@code 10s}, {@code 2m}. */
public final class Durations implements ITypeConverter<Duration> {
  /** A reader. */
  public Durations() {}

  @Override
  public Duration convert(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no duration; one reads 500ms, 10s, 2m or 1h"));
  }
}
