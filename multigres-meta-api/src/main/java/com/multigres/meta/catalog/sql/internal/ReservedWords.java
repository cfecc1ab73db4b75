package com.multigres.meta.catalog.sql.internal;

import java.util.Set;

/** The words that name nothing unless they are quoted. */
public final class ReservedWords {
  /**
   * What PostgreSQL 14 to 18 take as no name of a table or database without quotes: their reserved
   * words, and those that can only name functions and types.
   */
  private static final Set<String> WORDS =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
                  + " check collate collation column concurrently constraint create cross"
                  + " current_catalog current_date current_role current_schema current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign freeze from full grant group having ilike in"
                  + " initially inner intersect into is isnull join lateral leading left like limit"
                  + " localtime localtimestamp natural not notnull null offset on only or order"
                  + " outer overlaps placing primary references returning right select session_user"
                  + " similar some symmetric system_user table tablesample then to trailing true"
                  + " union unique user using variadic verbose when where window with")
              .split(" "));

  private ReservedWords() {}

  /** Whether a word, in lower case, is one of them. */
  public static boolean contain(String word) {
    return WORDS.contains(word);
  }
}
