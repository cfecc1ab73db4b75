package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
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

  void withholdRemovals(BridgePolicy policy) {
    for (BridgeAction action : List.copyOf(actions)) {
      if (action instanceof Remove remove && !asked(policy, remove.path())) {
        actions.remove(action);
        find(
            Kind.REMOVAL_LIMIT,
            remove.path(),
            "",
            null,
            "the plan removes too much at once; waits for a person to confirm");
      }
    }
  }

  private static boolean asked(BridgePolicy policy, EntryPath path) {
    return policy.release().contains(path) || policy.insist().contains(path);
  }

  BridgePlan plan() {
    return new BridgePlan(actions, findings);
  }
}
