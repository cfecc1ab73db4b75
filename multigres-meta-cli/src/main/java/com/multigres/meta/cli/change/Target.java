package com.multigres.meta.cli.change;

import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command is about: {@code DATABASE}, {@code DATABASE/TABLEGROUP} or {@code
 * DATABASE/TABLEGROUP/SHARD}; a {@code /} inside a name is written {@code %2F}, a {@code %} as
 * {@code %25}.
 *
 * @param names the names, from the database down
 */
public record Target(List<String> names) {

  // Copies the list.
  public Target {
    names = List.copyOf(names);
  }

  /** Reads {@code DATABASE/TABLEGROUP}. */
  public static Target tableGroup(String text) {
    return parse(text, 2, 2, "DATABASE/TABLEGROUP");
  }

  /** Reads {@code DATABASE/TABLEGROUP/SHARD}. */
  public static Target shard(String text) {
    return parse(text, 3, 3, "DATABASE/TABLEGROUP/SHARD");
  }

  /** Reads {@code DATABASE} or {@code DATABASE/TABLEGROUP}. */
  public static Target databaseOrTableGroup(String text) {
    return parse(text, 1, 2, "DATABASE[/TABLEGROUP]");
  }

  private static Target parse(String text, int least, int most, String form) {
    List<String> names = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      names.add(decoded(part, text));
    }
    if (names.size() < least || names.size() > most || names.contains("")) {
      throw CliException.badInput(Shown.name(text) + " does not read " + form);
    }
    return new Target(names);
  }

  private static String decoded(String part, String whole) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw CliException.badInput(
          Shown.name(whole) + " has a % without two hexadecimal digits behind it; write %25", e);
    }
  }

  /** The database's name. */
  public String database() {
    return names.get(0);
  }

  /** The tablegroup's name. */
  public String tableGroup() {
    return names.get(1);
  }

  /** The shard's name. */
  public String shard() {
    return names.get(2);
  }

  /** Whether it names more than a database. */
  public boolean hasTableGroup() {
    return names.size() > 1;
  }

  /** For people. */
  @Override
  public String toString() {
    return String.join("/", names.stream().map(Shown::name).toList());
  }
}
