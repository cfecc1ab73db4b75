package com.multigres.meta.model;

/**
 * One broken rule in a catalog.
 *
 * @param rule the rule's number, such as {@code C2}
 * @param message what is wrong, with the names involved; one line
 */
public record Violation(String rule, String message) {
  /** {@return rule and message on one line} */
  @Override
  public String toString() {
    return rule + ": " + message;
  }
}
