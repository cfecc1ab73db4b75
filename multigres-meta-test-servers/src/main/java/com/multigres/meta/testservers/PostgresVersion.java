package com.multigres.meta.testservers;

/**
 * A major version of PostgreSQL.
 *
 * @param major the number before the dot of a server's version: 18 for 18.6
 */
public record PostgresVersion(int major) {

  public static final PostgresVersion V14 = new PostgresVersion(14);
  public static final PostgresVersion V15 = new PostgresVersion(15);
  public static final PostgresVersion V16 = new PostgresVersion(16);
  public static final PostgresVersion V17 = new PostgresVersion(17);
  public static final PostgresVersion V18 = new PostgresVersion(18);

  /** The one that is embedded, and taken where nobody asks for another. */
  public static final PostgresVersion DEFAULT = V18;

  /** Refuses what cannot be a major version since PostgreSQL 10. */
  public PostgresVersion {
    if (major < 10 || major > 99) {
      throw new IllegalArgumentException("Not a major version of PostgreSQL: " + major);
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major;
  }
}
