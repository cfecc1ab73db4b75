package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.OnEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.cluster.plan.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Two writers must never fight: an entry whose write was undone three times, each within a minute,
 * is left alone for a while, and longer after each further try. A change of the catalog is a new
 * matter. Used by one thread at a time.
 */
final class Contention {
  static final int TOLERATED = 3;
  static final Duration QUICK = Duration.ofMinutes(1);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Supplier<Instant> clock;
  private final Map<Key, Writes> writes = new HashMap<>();

  Contention(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** The plan without what is contended, which becomes findings. */
  BridgePlan filter(BridgePlan plan) {
    List<BridgeAction> actions = new ArrayList<>();
    List<Finding> findings = new ArrayList<>(plan.findings());
    for (BridgeAction action : plan.actions()) {
      Writes before = action instanceof OnEntry entry ? writes.get(Key.of(entry)) : null;
      if (before != null && before.forbids(content(action), clock.get())) {
        findings.add(before.finding((OnEntry) action));
      } else {
        actions.add(action);
      }
    }
    return new BridgePlan(actions, findings);
  }

  /** Remembers what was written. */
  void written(List<BridgeAction> done) {
    Instant now = clock.get();
    for (BridgeAction action : done) {
      String content = content(action);
      if (action instanceof OnEntry entry && !content.isEmpty()) {
        writes.merge(
            Key.of(entry),
            Writes.first(content, now),
            (before, fresh) -> before.content().equals(content) ? before.again(now) : fresh);
      }
    }
  }

  private static String content(BridgeAction action) {
    if (action instanceof Add add) {
      return add.content();
    }
    return action instanceof Update update ? update.content() : "";
  }

  private record Key(Place place, EntryPath path) {
    static Key of(OnEntry action) {
      return new Key(action.place(), action.path());
    }
  }

  /** The same content, written {@code quickUndos + 1} times in quick succession. */
  private record Writes(String content, Instant last, int quickUndos, Duration pause) {

    static Writes first(String content, Instant now) {
      return new Writes(content, now, 0, Duration.ZERO);
    }

    /** The write was undone, or it would not be written again. */
    Writes again(Instant now) {
      if (!pausing() && now.isAfter(last.plus(QUICK))) {
        return first(content, now);
      }
      if (quickUndos + 1 < TOLERATED) {
        return new Writes(content, now, quickUndos + 1, Duration.ZERO);
      }
      Duration next = pause.isZero() ? QUICK : pause.multipliedBy(2);
      Duration capped = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
      return new Writes(content, now, quickUndos + 1, capped);
    }

    private boolean pausing() {
      return !pause.isZero();
    }

    boolean forbids(String wanted, Instant now) {
      return content.equals(wanted) && pausing() && now.isBefore(last.plus(pause));
    }

    Finding finding(OnEntry action) {
      String message =
          action.path()
              + " in the "
              + action.place()
              + ": somebody undid what the bridge wrote "
              + quickUndos
              + " times; tried again after "
              + last.plus(pause);
      return new Finding(
          Finding.Kind.CONTENDED, action.place(), action.path(), content, "", message);
    }
  }
}
