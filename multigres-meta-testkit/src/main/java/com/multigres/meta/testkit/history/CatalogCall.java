package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import java.util.Optional;

/** What a client did to a catalog. */
public sealed interface CatalogCall extends Call {

  /**
   * Applied changes; done with {@link Result.Stood}.
   *
   * @param changeId the caller's own id; empty where the store chose one
   * @param what the changes, for whoever reads the history
   * @param expected the position at which the catalog had to stand
   */
  record Apply(Optional<String> changeId, String what, Optional<Position> expected)
      implements CatalogCall {}

  /**
   * Read the catalog; done with {@link Result.Stood}.
   *
   * @param source who had to answer
   * @param atLeast the position that had to be reached
   */
  record Read(ReadOptions.Source source, Optional<Position> atLeast) implements CatalogCall {}

  /**
   * Read a page of the history; done with {@link Result.Entries}, newest first.
   *
   * @param before only generations below this one
   * @param limit the most entries
   */
  record Page(long before, int limit) implements CatalogCall {}

  /**
   * Subscribed.
   *
   * @param stream the subscription's name, of which there is no second in the history
   * @param from the position that was known
   */
  record Subscribe(String stream, Optional<Position> from) implements CatalogCall {}

  /**
   * Was told something by a subscription. One subscription's news stand in the history in the order
   * in which they came.
   *
   * @param stream the subscription's name
   * @param news what it told
   */
  record Told(String stream, CatalogNews news) implements CatalogCall {}
}
