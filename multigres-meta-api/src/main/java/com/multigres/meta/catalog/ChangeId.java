package com.multigres.meta.catalog;

import java.util.UUID;

/**
 * The name of one application of changes, unique for ever: repeating it answers with the first
 * one's result (rule C5). Immutable.
 *
 * @param value 1–128 printable ASCII characters without a space or {@code @}
 */
public record ChangeId(String value) {

  // Refuses what cannot be shown and typed.
  public ChangeId {
    if (!value.matches("[!-?A-~]{1,128}")) {
      throw CatalogException.badInput(
          "a change id has 1 to 128 printable ASCII characters without a space or '@' (C5), not '"
              + value
              + "'");
    }
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
