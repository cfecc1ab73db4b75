package com.multigres.meta.testkit.run.measure;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.report.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long a catalog takes for each basic operation. */
public final class CatalogLatencies {
  private final CatalogStore store;
  private final Stopwatch stopwatch;
  private final List<Latency> measured = new ArrayList<>();
  private int renamed;

  private CatalogLatencies(CatalogStore store, Stopwatch stopwatch) {
    this.store = store;
    this.stopwatch = stopwatch;
  }

  /**
   * Measures them.
   *
   * @param store an open store on an initialised catalog, which is removed later
   * @param each how long to measure one operation
   */
  public static List<Latency> of(CatalogStore store, Duration each) {
    CatalogLatencies latencies = new CatalogLatencies(store, new Stopwatch(each, 5_000));
    latencies.all();
    return latencies.measured;
  }

  private void measure(String name, Stopwatch.Operation operation) {
    if (!Thread.currentThread().isInterrupted()) {
      measured.add(stopwatch.measure(name, operation));
    }
  }

  private void all() {
    store.apply(List.of(CreateDatabase.named(name())), ApplyOptions.none());
    measure("Read, unchanged", () -> store::read);
    measure("Read from the cache", () -> () -> store.read(ReadOptions.cached()));
    measure("Apply a change", () -> this::rename);
    measure(
        "Read after a change",
        () -> {
          rename();
          return store::read;
        });
    subscription();
    if (store.capabilities().contains(CatalogCapability.HISTORY)) {
      measure("Read ten changes of the history", () -> () -> store.history(Long.MAX_VALUE, 10));
    }
    measure("Check every rule", () -> store::check);
  }

  private String name() {
    return "measured" + renamed;
  }

  private Applied rename() {
    String before = name();
    renamed++;
    return store.apply(List.of(new RenameDatabase(before, name())), ApplyOptions.none());
  }

  private void subscription() {
    Arrivals<Position> seen = new Arrivals<>();
    Subscription subscription =
        store.subscribe(
            Optional.of(store.read().position()),
            event -> {
              if (event instanceof CatalogEvent.Changed changed) {
                seen.add(changed.snapshot().position());
              } else if (event instanceof CatalogEvent.Full full) {
                seen.add(full.snapshot().position());
              }
            });
    try {
      measure(
          "Hear of a change through a subscription",
          () ->
              () -> {
                long made = rename().position().generation();
                seen.await(position -> position.generation() >= made);
              });
    } finally {
      subscription.close();
    }
  }
}
