package com.multigres.meta.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties of the JVM that are other ones for a while; closing it puts back what was there. */
public final class LentProperties implements AutoCloseable {
  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  private LentProperties() {}

  /**
   * Sets properties.
   *
   * @param properties their names and values
   * @return puts back what was there
   */
  public static LentProperties of(Map<String, String> properties) {
    LentProperties lent = new LentProperties();
    properties.forEach((name, value) -> lent.before.put(name, System.setProperty(name, value)));
    return lent;
  }

  @Override
  public void close() {
    before.forEach(LentProperties::restore);
  }

  private static void restore(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
