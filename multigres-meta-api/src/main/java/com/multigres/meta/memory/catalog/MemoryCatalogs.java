package com.multigres.meta.memory.catalog;

import java.util.concurrent.ConcurrentHashMap;

/** The catalogs of this process, and what tests may do to them. Thread-safe. */
public final class MemoryCatalogs {
  private static final ConcurrentHashMap<String, MemoryCatalog> ALL = new ConcurrentHashMap<>();

  private MemoryCatalogs() {}

  static MemoryCatalog named(String name) {
    return ALL.computeIfAbsent(name, absent -> new MemoryCatalog());
  }

  /**
   * Gives up a catalog's memory; a store that is still open keeps it.
   *
   * @param name the name in its address
   */
  public static void forget(String name) {
    ALL.remove(name);
  }

  /**
   * Loses the newest generations, as a failover or a restore from a backup does (rule C9).
   *
   * @param name the name in its address
   * @param generation the newest generation that stays
   * @throws IllegalArgumentException when the history does not hold it
   */
  public static void loseAfter(String name, long generation) {
    named(name).loseAfter(generation);
  }
}
