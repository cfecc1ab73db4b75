package com.multigres.meta.cli.output;

import java.util.regex.Pattern;

/** How foreign text is shown to people: on one line, unable to steer the terminal. */
public final class Shown {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$.:/@+-]+");

  private Shown() {}

  /** A name: as it is where that is clear, else quoted as Postgres does. */
  public static String name(String name) {
    return PLAIN.matcher(name).matches() ? name : '"' + visible(name).replace("\"", "\"\"") + '"';
  }

  /** A table's name: what its two parts are is seen, and can be given back to the command. */
  public static String table(String schema, String name) {
    return part(schema) + "." + part(name);
  }

  private static String part(String name) {
    return name.indexOf('.') < 0 ? name(name) : '"' + visible(name).replace("\"", "\"\"") + '"';
  }

  /** So many of something: {@code 1 shard}, {@code 2 shards}. */
  public static String count(long number, String noun) {
    return number + " " + (number == 1 ? noun : noun + "s");
  }

  /** A message on one line. */
  public static String line(String message) {
    return visible(message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
