package com.multigres.meta.cli.output;

/** Colours for a terminal, none for anything else. */
public enum Paint {
  /** Text as it is. */
  PLAIN,
  /** Text with the terminal's escape sequences. */
  COLOURED;

  /** What the eye should find first. */
  public String strong(String text) {
    return in("1", text);
  }

  /** What is there for completeness. */
  public String faint(String text) {
    return in("2", text);
  }

  /** What is as it should be. */
  public String good(String text) {
    return in("32", text);
  }

  /** What is under way. */
  public String busy(String text) {
    return in("33", text);
  }

  /** What is wrong. */
  public String bad(String text) {
    return in("31", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** How many columns a painted text takes. */
  static int width(String painted) {
    String bare = painted.replaceAll("\u001b\\[[0-9;]*m", "");
    return bare.codePointCount(0, bare.length());
  }
}
