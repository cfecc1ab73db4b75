package com.multigres.meta.topo;

/** What became of one of many independent writes (rule T10). */
public sealed interface WriteResult {

  /**
   * The write was applied.
   *
   * @param version the version it left
   */
  record Written(Version version) implements WriteResult {}

  /** The delete was applied. */
  record Deleted() implements WriteResult {}

  /**
   * The write was not applied, or nobody knows.
   *
   * @param error says which
   */
  record Failed(TopoException error) implements WriteResult {}
}
