package com.multigres.meta.cli.output;

import java.util.Locale;

/** The form of what goes to standard output. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /** For programs: one document, or one per line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
