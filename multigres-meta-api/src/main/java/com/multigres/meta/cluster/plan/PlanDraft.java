package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects a plan. */
final class PlanDraft {
  private final Place place;
  private final List<BridgeAction> actions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  PlanDraft(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  boolean isWithoutActions() {
    return actions.isEmpty();
  }

  void act(BridgeAction action) {
    actions.add(action);
  }

  void add(PlannedEntry entry, String reason) {
    act(new BridgeAction.Add(place, entry.path(), entry.wanted(), reason));
  }

  void update(PlannedEntry entry, String reason) {
    String before = entry.inCopy() == null ? "" : entry.inCopy();
    act(new BridgeAction.Update(place, entry.path(), before, entry.wanted(), reason));
  }

  void find(Kind kind, PlannedEntry entry, String message) {
    find(kind, entry.path(), entry.wanted(), entry.inCopy(), message);
  }

  private void find(
      Kind kind, EntryPath path, String wanted, @Nullable String inCopy, String message) {
    String line = path + " in the " + place + ": " + message;
    findings.add(new Finding(kind, place, path, wanted, inCopy == null ? "" : inCopy, line));
  }

  /**
   * Withholds removals that are too many at once. What goes with the database or tablegroup that it
   * is a part of is not counted again.
   *
   * @param free so many may go in any case
   * @param standing how many entries the copy has
   */
  void limitRemovals(int free, int standing, BridgePolicy policy) {
    Set<EntryPath> counted = new HashSet<>();
    for (BridgeAction action : actions) {
      if (action instanceof Remove remove && !policy.asksFor(remove.path())) {
        counted.add(remove.path());
      }
    }
    long wholes =
        counted.stream().filter(path -> path.parent().filter(counted::contains).isEmpty()).count();
    if (wholes > free && counted.size() * 3 > standing && !policy.confirmed()) {
      counted.forEach(
          path ->
              withhold(
                  path,
                  Kind.REMOVAL_LIMIT,
                  "the plan removes too much at once; waits for a person to confirm"));
    }
  }

  /** What would vanish with its database, and is not to, keeps it there. */
  void keepWhatHoldsOthers(Set<EntryPath> standing) {
    Set<EntryPath> going = new HashSet<>();
    for (BridgeAction action : actions) {
      if (action instanceof Remove remove) {
        going.add(remove.path());
      }
    }
    if (going.isEmpty()) {
      return;
    }
    for (EntryPath path : standing) {
      Optional<EntryPath> above = going.contains(path) ? Optional.empty() : path.parent();
      while (above.isPresent()) {
        if (going.contains(above.get())) {
          withhold(above.get(), Kind.UNKNOWN_ENTRY, "was dropped, but holds " + path);
        }
        above = above.get().parent();
      }
    }
  }

  private void withhold(EntryPath path, Kind kind, String message) {
    if (actions.removeIf(action -> action instanceof Remove r && r.path().equals(path))) {
      find(kind, path, "", null, message);
    }
  }

  BridgePlan plan() {
    return new BridgePlan(actions, findings);
  }
}
