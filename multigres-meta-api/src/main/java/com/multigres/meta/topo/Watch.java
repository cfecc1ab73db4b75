package com.multigres.meta.topo;

/** A running watch. Thread-safe. */
public interface Watch extends AutoCloseable {

  /**
   * Ends the watch. Once this has returned the listener is not called again (rule T16); a call that
   * is under way on another thread is waited for, except where the listener itself closes. Closing
   * twice is harmless.
   */
  @Override
  void close();
}
