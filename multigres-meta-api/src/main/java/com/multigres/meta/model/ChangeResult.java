package com.multigres.meta.model;

import java.util.Optional;

/** How a change ended. */
public sealed interface ChangeResult {
  /**
   * It altered something.
   *
   * @param catalog the next catalog
   */
  record Changed(Catalog catalog) implements ChangeResult {}

  /**
   * It was right, and altered nothing: a repeat, or {@code IF NOT EXISTS} (C5).
   *
   * @param catalog the same catalog as before
   */
  record Unchanged(Catalog catalog) implements ChangeResult {}

  /**
   * It was refused, and nothing altered (C4).
   *
   * @param code what kind of refusal
   * @param rule the number of the rule that it breaks, such as {@code C2}
   * @param message why, with the names involved; one line
   */
  record Refused(RefusalCode code, Optional<String> rule, String message) implements ChangeResult {}
}
