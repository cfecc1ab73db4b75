package com.multigres.meta.testkit.workload;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.workload.change.CatalogChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/** One client of a catalog, with a store of its own. */
final class CatalogClient {
  private static final int PAGE = 20;
  private static final int LONG_PAGE = 200;

  // So many reads lie between two whose whole catalog is kept.
  private static final int BETWEEN = 32;

  private final String name;
  private final CatalogStore store;
  private final Random random;
  private final Notes notes;
  private final CatalogChanges changes;
  private final Shift shift;
  private @Nullable Asked before;
  private Optional<Position> known = Optional.empty();
  private long first = Long.MAX_VALUE;
  private int ids;
  private int reads;

  /** What was asked for, so that it can be asked again under the same id. */
  private record Asked(List<CatalogChange> changes, ApplyOptions options) {}

  CatalogClient(WorkloadPlan plan, int number, CatalogStore opened, Ledger ledger) {
    this.name = plan.clientName(number);
    this.store = opened.withTimeout(plan.timeout());
    this.random = plan.random(number);
    this.notes = ledger.notes(name);
    notes.log().told(new CatalogCall.Opened(opened.capabilities()));
    this.changes = new CatalogChanges(name, random, opened.capabilities());
    Following following = new CatalogFollowing(name, store, ledger.notes(name + ".watching"));
    List<Steps.Step> all = new ArrayList<>();
    int reads = plan.reads();
    all.add(new Steps.Step(20 * reads, () -> read(ReadOptions.primary())));
    all.add(new Steps.Step(5 * reads, () -> read(ReadOptions.cached())));
    all.add(
        new Steps.Step(
            8 * reads, () -> known.ifPresent(at -> read(ReadOptions.primary().atLeast(at)))));
    all.add(new Steps.Step(20, () -> apply(ApplyOptions.none())));
    all.add(
        new Steps.Step(
            24, () -> apply(known.map(ApplyOptions::expecting).orElse(ApplyOptions.none()))));
    all.add(new Steps.Step(6, this::repeat));
    if (opened.capabilities().contains(CatalogCapability.HISTORY)) {
      all.add(new Steps.Step(4, this::page));
    }
    boolean follows = number % 4 == 0;
    if (follows) {
      all.add(new Steps.Step(3, () -> following.begin(random.nextBoolean())));
    }
    this.shift = new Shift(plan.operations(), random, new Steps(all), following, follows);
  }

  private void read(ReadOptions options) {
    CatalogCall call = new CatalogCall.Read(options.source(), options.atLeast());
    notes
        .tried(call, () -> store.read(options), CatalogClient::stood)
        .ifPresent(
            snapshot -> {
              knows(snapshot.position());
              changes.look(snapshot.catalog());
              if (reads++ % BETWEEN == 0) {
                notes.log().told(new CatalogCall.Known(snapshot.position(), snapshot.catalog()));
              }
            });
  }

  private void knows(Position position) {
    known = Optional.of(position);
    first = Math.min(first, position.generation());
  }

  private static Result stood(CatalogSnapshot snapshot) {
    return new Result.Stood(snapshot.position(), false, FollowedCatalog.content(snapshot));
  }

  private boolean apply(ApplyOptions options) {
    ChangeId id = new ChangeId(name + "-" + ++ids);
    return apply(new Asked(changes.next(), options.withChangeId(id)));
  }

  /** Whether it was done; it may have altered nothing. */
  private boolean apply(Asked asked) {
    Optional<Applied> applied =
        notes.tried(
            CatalogCall.Apply.of(asked.changes(), asked.options()),
            () -> store.apply(asked.changes(), asked.options()),
            Result::of);
    applied.ifPresent(done -> knows(done.position()));
    before = asked;
    return applied.isPresent();
  }

  /** As who does not know what became of a change, or does not believe it. */
  private void repeat() {
    Asked again = before;
    if (again != null) {
      apply(again);
    }
  }

  private void page() {
    notes.tried(
        new CatalogCall.Page(Long.MAX_VALUE, PAGE),
        () -> store.history(Long.MAX_VALUE, PAGE),
        Result::ofPage);
  }

  void work(Phaser meeting) {
    shift.work(meeting);
  }

  /**
   * Changes something once, since whoever refuses all but reads breaks no rule; where that does not
   * come about, that in words.
   */
  Optional<String> doOnce() {
    return Notes.insisted(() -> apply(ApplyOptions.none()))
        ? Optional.empty()
        : Optional.of(name + " could not change the catalog, though all was well again");
  }

  /** What did not come about, in words. */
  List<String> settle() {
    List<String> missed = new ArrayList<>(shift.settle());
    ReadOptions primary = ReadOptions.primary();
    CatalogCall call = new CatalogCall.Read(primary.source(), primary.atLeast());
    if (notes.insisted(call, () -> store.read(primary), CatalogClient::stood).isEmpty()) {
      missed.add(name + " could not read the catalog");
    }
    return missed;
  }

  /**
   * Reads the history back to where this client began, so that each generation is seen and none
   * needs an excuse; what was refused, in words.
   */
  List<String> lookBack() {
    long before = store.capabilities().contains(CatalogCapability.HISTORY) ? Long.MAX_VALUE : first;
    while (before > first) {
      long below = before;
      Optional<List<HistoryEntry>> page =
          notes.insisted(
              new CatalogCall.Page(below, LONG_PAGE),
              () -> store.history(below, LONG_PAGE),
              Result::ofPage);
      if (page.isEmpty()) {
        return List.of(name + " could not read the history below " + below);
      }
      // It ends where the history was trimmed.
      before =
          page.get().stream()
              .mapToLong(entry -> entry.position().generation())
              .min()
              .orElse(Long.MIN_VALUE);
    }
    return List.of();
  }

  void close() {
    shift.following().close();
  }
}
