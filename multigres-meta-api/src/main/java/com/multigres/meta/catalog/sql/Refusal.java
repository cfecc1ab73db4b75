package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Token;

/** Ends the reading of a text that is no catalog statement. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Token token;
  private final String expected;

  Refusal(Token token, String expected) {
    super(expected, null, false, false);
    this.token = token;
    this.expected = expected;
  }

  /** What stood there instead. */
  Token token() {
    return token;
  }

  String expected() {
    return expected;
  }
}
