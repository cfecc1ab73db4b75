package com.multigres.meta.catalog;

import java.util.UUID;

/**
 * The name of one application of changes, unique for ever: repeating it answers with the first
 * one's result (rule C5). Immutable.
 *
 * @param value 1–128 printable ASCII characters without a space or {@code @}
 */
public record ChangeId(String value) {
  private static final int MAX_LENGTH = 128;

  // Refuses what cannot be shown and typed.
  public ChangeId {
    if (!isPrintable(value)) {
      throw CatalogException.badInput(
          "a change id has 1 to 128 printable ASCII characters without a space or '@' (C5), not '"
              + value
              + "'");
    }
  }

  // Not a pattern: every read makes one of these.
  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char one = value.charAt(i);
      if (one <= ' ' || one > '~' || one == '@') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= MAX_LENGTH;
  }

  /**
   * A new one.
   *
   * @return a random id
   */
  public static ChangeId random() {
    return new ChangeId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
