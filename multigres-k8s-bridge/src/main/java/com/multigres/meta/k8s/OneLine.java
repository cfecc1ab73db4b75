package com.multigres.meta.k8s;

/** Foreign text, fit for a one-line message: no control characters, not endless. */
final class OneLine {
  private static final int LONGEST = 300;

  private OneLine() {}

  static String of(String text) {
    String flat = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST) + "…";
  }

  /** A value as it is shown inside a message. */
  static String quoted(String value) {
    return "\"" + of(value) + "\"";
  }
}
