package com.multigres.meta.testkit.history;

/** What a client did: to a topology, or to a catalog. */
public sealed interface Call permits TopoCall, CatalogCall, Call.Settled {

  /**
   * A watch or subscription was given the time to catch up: what it told last must be how things
   * stood at some moment of this operation. Recorded once nothing is written any more.
   *
   * @param stream the name of the watch or subscription
   */
  record Settled(String stream) implements Call {}
}
