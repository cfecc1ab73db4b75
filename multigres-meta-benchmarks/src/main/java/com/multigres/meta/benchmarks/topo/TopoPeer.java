package com.multigres.meta.benchmarks.topo;

/** One way to use a server, as many callers at once do. Thread-safe but for its callers. */
public interface TopoPeer extends AutoCloseable {

  /** Writes that many nodes of one directory, for reads and lists. */
  void fill(int nodes);

  /** Reads a node of those. */
  void get(int number);

  /** Lists them all. */
  int list();

  /** Somebody who writes a node of his own. */
  Caller caller(int number);

  /** Creates a node bound to the peer's one session, as a component that registers does. */
  void register(int number);

  /** Reads all that registered. */
  int discover();

  /**
   * Begins to watch.
   *
   * @param told called for each change
   */
  void watch(Runnable told);

  /** Changes what is watched. */
  void change();

  @Override
  void close();

  /** One caller; not thread-safe. */
  interface Caller {

    /** Replaces the version that it wrote last. */
    void replace();

    /** Writes ten nodes at once. */
    void batch();
  }
}
