package com.multigres.meta.postgres.gateway;

/**
 * What a gateway answers in the place of a server.
 *
 * @param state the SQLSTATE
 * @param message what it says
 * @param executed whether the server has done what it was asked before it is said not to have
 */
record Refusal(String state, String message, boolean executed) {

  /** No primary serves; nothing was executed. */
  static Refusal of(String state) {
    return new Refusal(state, "no writable primary is currently available", false);
  }

  /** The transaction's connection to the server is gone, and its transaction with it. */
  static Refusal terminatedBefore() {
    return new Refusal("40001", "reserved connection terminated", false);
  }

  /** The same, but the server had done it already. */
  static Refusal terminatedAfter() {
    return new Refusal("40001", "reserved connection terminated", true);
  }
}
