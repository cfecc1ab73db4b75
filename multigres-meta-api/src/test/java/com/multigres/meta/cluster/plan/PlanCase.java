package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the input for the plan of one copy; by default one that was applied before. */
final class PlanCase {
  static final Position NOW = new Position(9, new ChangeId("now"));
  private static final Position THEN = new Position(5, new ChangeId("then"));

  private final SortedMap<EntryPath, DesiredEntry> desired = new TreeMap<>();
  private final SortedMap<EntryPath, String> entries = new TreeMap<>();
  private final SortedMap<EntryPath, BaseEntry> base = new TreeMap<>();
  private final SortedMap<EntryPath, RetainedEntry> retained = new TreeMap<>();
  private final Set<Long> drops = new HashSet<>();
  private boolean applied = true;
  private boolean intact = true;
  private WriteScope scope = new WriteScope.All();
  private BridgePolicy policy = BridgePolicy.STANDARD;
  private ShardServers servers = ShardServers.of(List.of());

  PlanCase catalogHas(String name, long id, String content) {
    desired.put(EntryPath.of(name), new DesiredEntry(EntryPath.of(name), id, name, content, false));
    return this;
  }

  PlanCase catalogDrops(String name, long id, String content) {
    desired.put(EntryPath.of(name), new DesiredEntry(EntryPath.of(name), id, name, content, true));
    return this;
  }

  PlanCase copyHas(String name, String content) {
    entries.put(EntryPath.of(name), content);
    return this;
  }

  PlanCase agreedOn(String name, long id, String content) {
    base.put(EntryPath.of(name), new BaseEntry(id, name, content));
    return this;
  }

  PlanCase retains(String name, long id) {
    retained.put(EntryPath.of(name), new RetainedEntry(id, name, 5));
    return this;
  }

  PlanCase dropIsRecorded(long id) {
    drops.add(id);
    return this;
  }

  PlanCase neverApplied() {
    applied = false;
    return this;
  }

  PlanCase historyLost() {
    intact = false;
    return this;
  }

  PlanCase scope(WriteScope written) {
    scope = written;
    return this;
  }

  PlanCase policy(BridgePolicy decided) {
    policy = decided;
    return this;
  }

  PlanCase servers(ShardServers found) {
    servers = found;
    return this;
  }

  PlanCase deleting() {
    return policy(policy.deleting(DeletionPolicy.DELETE));
  }

  CopyInput input() {
    Optional<AppliedState> state =
        applied ? Optional.of(new AppliedState(THEN, base, retained)) : Optional.empty();
    return new CopyInput(
        new CopySnapshot(Place.TOPOLOGY, entries, state), desired, intact, drops, scope);
  }

  BridgePlan plan() {
    return CopyPlanner.plan(input(), policy, servers, NOW);
  }

  /** The plan's actions as {@code Kind path}. */
  List<String> actions() {
    return actions(plan());
  }

  static List<String> actions(BridgePlan plan) {
    return plan.actions().stream()
        .map(
            action ->
                action.getClass().getSimpleName()
                    + (action instanceof BridgeAction.OnEntry entry ? " " + entry.path() : ""))
        .toList();
  }

  /** The plan's findings as {@code KIND path}. */
  List<String> findings() {
    return plan().findings().stream()
        .map(finding -> finding.kind() + " " + finding.path())
        .toList();
  }

  AppliedState next() {
    return NextState.after(input(), plan().actions(), NOW);
  }
}
