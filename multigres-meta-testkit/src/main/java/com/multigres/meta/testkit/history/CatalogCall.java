package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client did to a catalog. */
public sealed interface CatalogCall extends Call {

  /**
   * Opened a store, which declares what it can. A history that is lost nevertheless is held against
   * one that says {@link CatalogCapability#DURABLE_FAILOVER}.
   *
   * @param capabilities what it declares
   */
  record Opened(Set<CatalogCapability> capabilities) implements CatalogCall {

    // Copies the set.
    public Opened {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /**
   * Was shown a whole catalog. From there on a checker works out what the changes make of it.
   *
   * @param position where it stood
   * @param catalog what it held
   */
  record Known(Position position, Catalog catalog) implements CatalogCall {

    @Override
    public String toString() {
      return "Known[" + position + ", " + catalog.databases().size() + " databases]";
    }
  }

  /**
   * Applied changes; done with {@link Result.Stood}.
   *
   * @param changeId the caller's own id; empty where the store chose one
   * @param what the changes, for whoever reads the history
   * @param expected the position at which the catalog had to stand
   * @param changes the changes, for whoever works out what they do; empty where nobody can
   */
  record Apply(
      Optional<String> changeId,
      String what,
      Optional<Position> expected,
      List<CatalogChange> changes)
      implements CatalogCall {

    // Copies the list.
    public Apply {
      changes = List.copyOf(changes);
    }

    /**
     * Changes that are only counted.
     *
     * @param changeId the caller's own id; empty where the store chose one
     * @param what the changes, for whoever reads the history
     * @param expected the position at which the catalog had to stand
     */
    public Apply(Optional<String> changeId, String what, Optional<Position> expected) {
      this(changeId, what, expected, List.of());
    }

    /**
     * Changes with an id, whose effect is judged too.
     *
     * @param changes the changes
     * @param options how they are applied
     * @return the call
     */
    public static Apply of(List<CatalogChange> changes, ApplyOptions options) {
      return new Apply(options.changeId().map(ChangeId::value), "", options.expected(), changes);
    }
  }

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
