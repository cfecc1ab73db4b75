package com.multigres.meta.model.internal;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses the external name of a database, tablegroup or shard: a DNS label that is the name itself
 * where that qualifies, else shortened with a hash.
 */
public enum ExternalNames {
  /** Names of databases. */
  DATABASE(30, ImmutableSet.of()),
  /** Names of tablegroups; {@code locks} is a folder beside them in the topology. */
  TABLE_GROUP(25, ImmutableSet.of("locks")),
  /** Names of shards; {@code locks} is a folder beside them in the topology. */
  SHARD(25, ImmutableSet.of("locks"));

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int HASH_DIGITS = 8;

  private final int longest;
  private final ImmutableSet<String> reserved;

  ExternalNames(int longest, ImmutableSet<String> reserved) {
    this.longest = longest;
    this.reserved = reserved;
  }

  /**
   * Whether this may be an external name at all.
   *
   * @param name any text
   * @return true for a DNS label that is short enough and not reserved
   */
  public boolean qualifies(String name) {
    return name.length() <= longest && !reserved.contains(name) && LABEL.matcher(name).matches();
  }

  /**
   * Chooses an external name.
   *
   * @param name the name
   * @param taken whether a sibling has an external name already
   * @return the same for the same name and siblings
   */
  public String choose(String name, Predicate<String> taken) {
    if (qualifies(name) && !taken.test(name)) {
      return name;
    }
    for (int attempt = 0; ; attempt++) {
      String candidate = hashed(name, attempt);
      if (!taken.test(candidate)) {
        return candidate;
      }
    }
  }

  private String hashed(String name, int attempt) {
    String hash =
        Hashing.sha256()
            .hashString(attempt == 0 ? name : name + '\0' + attempt, StandardCharsets.UTF_8)
            .toString()
            .substring(0, HASH_DIGITS);
    String readable = trimmed(name, longest - HASH_DIGITS - 1);
    return readable.isEmpty() ? hash : readable + "-" + hash;
  }

  private static String trimmed(String name, int length) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < name.length() && label.length() < length; i++) {
      char c = name.charAt(i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
      boolean plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
      if (plain) {
        label.append(lower);
      } else if (label.length() > 0 && label.charAt(label.length() - 1) != '-') {
        label.append('-');
      }
    }
    int end = label.length();
    return end > 0 && label.charAt(end - 1) == '-' ? label.substring(0, end - 1) : label.toString();
  }
}
