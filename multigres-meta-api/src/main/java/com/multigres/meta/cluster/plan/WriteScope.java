package com.multigres.meta.cluster.plan;

import java.util.Set;

/** Which entries of a copy the bridge writes, where an operator may be writing too. */
public sealed interface WriteScope {

  /**
   * Whether the bridge writes an entry.
   *
   * @param path the entry
   * @return true when it does
   */
  boolean covers(EntryPath path);

  /** No operator writes: the bridge writes all entries. */
  record All() implements WriteScope {
    @Override
    public boolean covers(EntryPath path) {
      return true;
    }
  }

  /** The operator writes all and removes what it does not know: the bridge watches. */
  record Nothing() implements WriteScope {
    @Override
    public boolean covers(EntryPath path) {
      return false;
    }
  }

  /**
   * The operator writes what the resource lists and leaves the rest alone.
   *
   * @param theirs the entries that the resource lists
   */
  record Except(Set<EntryPath> theirs) implements WriteScope {
    /** Keeps a copy of the set. */
    public Except {
      theirs = Set.copyOf(theirs);
    }

    @Override
    public boolean covers(EntryPath path) {
      return !theirs.contains(path);
    }
  }

  /**
   * The bridge's part of the global topology's database records.
   *
   * @param operatorRuns whether an operator reconciles the resource
   * @param pruning whether that operator removes records that the resource does not list
   * @param inResource the databases that the resource lists
   * @return what the bridge writes
   */
  static WriteScope beside(boolean operatorRuns, boolean pruning, Set<EntryPath> inResource) {
    if (!operatorRuns) {
      return new All();
    }
    return pruning ? new Nothing() : new Except(inResource);
  }
}
