package com.multigres.meta.cli.demo;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.topology.PutResult;

/**
 * What a run before this one has left, so that the story says what it found and what it made.
 *
 * @param generation where the catalog stood when the story began; 0 without a catalog
 */
record Earlier(long generation) {
  private static final String THERE = " (already there)";

  static Earlier in(CatalogStore catalogs) {
    try {
      return new Earlier(catalogs.read().position().generation());
    } catch (CatalogException e) {
      if (e.code() != CatalogException.Code.NOT_INITIALISED) {
        throw e;
      }
      return new Earlier(0);
    }
  }

  boolean hasCatalog() {
    return generation > 0;
  }

  /** Whether a change was made by an earlier run; its repeat is answered as it was then. */
  private boolean made(Applied applied) {
    return applied.position().generation() <= generation;
  }

  /** The generation that a change became, and whether that is news. */
  String shown(Applied applied) {
    String when = made(applied) ? ", in an earlier run" : "";
    return "generation " + applied.position().generation() + when;
  }

  /** What a line ends with. */
  static String mark(boolean there) {
    return there ? THERE : "";
  }

  /** What a line about a record ends with. */
  static String mark(PutResult.Effect effect) {
    return switch (effect) {
      case CREATED -> "";
      case CHANGED -> " (changed)";
      case UNCHANGED -> THERE;
    };
  }
}
