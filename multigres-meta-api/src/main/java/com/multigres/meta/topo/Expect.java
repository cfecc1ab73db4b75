package com.multigres.meta.topo;

/** What a write expects to find (rule T7). */
public sealed interface Expect {

  /**
   * Expects no node: the write creates it, or fails with {@code NODE_EXISTS}.
   *
   * @return the expectation
   */
  static Expect absent() {
    return new Absent();
  }

  /**
   * Expects the node as that write left it; else the write fails with {@code NO_NODE} or {@code
   * BAD_VERSION}.
   *
   * @param version a version of the same path and backend; another one is {@code BAD_INPUT}
   * @return the expectation
   */
  static Expect version(Version version) {
    return new AtVersion(version);
  }

  /**
   * Expects nothing: a write creates or replaces; a delete fails with {@code NO_NODE} where there
   * is nothing.
   *
   * @return the expectation
   */
  static Expect any() {
    return new Any();
  }

  /** No node may stand there. */
  record Absent() implements Expect {}

  /**
   * The node must be as that write left it.
   *
   * @param version the version it must have
   */
  record AtVersion(Version version) implements Expect {}

  /** Whatever stands there. */
  record Any() implements Expect {}
}
