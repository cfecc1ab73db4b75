package com.multigres.meta.postgres.internal;

/** A place in the list of a channel's listeners. */
public interface ListenChannel extends AutoCloseable {

  /**
   * Whether a notification of our own has come through lately: behind a transaction pooler none
   * ever does, and whoever relies on being woken has to look more often (rule P4).
   *
   * @return true when notifications are known to arrive
   */
  boolean proven();

  /** Leaves the list. Closing twice is harmless. */
  @Override
  void close();
}
