package com.multigres.meta.testkit.proxy;

/** What becomes of the bytes in which a {@link Sighting} came, and of their connection. */
public enum Fate {
  /** They go on as if nobody had looked. */
  FORWARD,
  /** They go on, and then the connection is cut: the other side has them, the answer is lost. */
  FORWARD_THEN_CUT,
  /** They are dropped and the connection is cut: the other side never has them. */
  CUT
}
