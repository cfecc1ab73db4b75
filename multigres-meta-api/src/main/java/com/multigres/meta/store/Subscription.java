package com.multigres.meta.store;

/** A listener's place in somebody's list; closing it takes the listener out. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Ends the subscription. Closing twice is harmless. */
  @Override
  void close();
}
