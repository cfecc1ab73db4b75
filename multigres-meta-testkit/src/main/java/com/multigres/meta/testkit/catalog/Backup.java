package com.multigres.meta.testkit.catalog;

/** A catalog as it was once, which can be put back: what a restore from a backup does. */
@FunctionalInterface
public interface Backup {
  /** Puts it back; everything since is lost, the history included. */
  void restore();
}
