package com.multigres.meta.testkit.report;

import java.util.Locale;

/** Names of code as people read them, and texts as documents may hold them. */
public final class Words {
  private Words() {}

  /** {@code aStaleVersionIsRefused} as "A stale version is refused". */
  public static String sentence(String name) {
    int bare = 0;
    while (bare < name.length() && Character.isJavaIdentifierPart(name.charAt(bare))) {
      bare++;
    }
    String spaced =
        name.substring(0, bare)
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .toLowerCase(Locale.ROOT);
    return spaced.isEmpty()
        ? name
        : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1) + name.substring(bare);
  }

  /** {@code GUARDED_WRITES} as "guarded writes". */
  public static String constant(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** So many of something. */
  public static String count(long number, String noun) {
    return count(number, noun, noun + "s");
  }

  /** So many of something that is said in its own way of many. */
  public static String count(long number, String one, String many) {
    return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
  }

  /** Without the characters that no XML document may hold. */
  public static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean fine =
                  c == '\n'
                      || c == '\t'
                      || (c >= ' ' && c <= 0xd7ff)
                      || (c >= 0xe000 && c <= 0xfffd)
                      || c >= 0x10000;
              legal.appendCodePoint(fine ? c : 0xfffd);
            });
    return legal.toString();
  }
}
