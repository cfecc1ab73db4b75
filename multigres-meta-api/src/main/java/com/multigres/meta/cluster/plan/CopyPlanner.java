package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.BridgeAction.EndRetention;
import com.multigres.meta.cluster.plan.BridgeAction.NoteAgreement;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Retain;
import com.multigres.meta.cluster.plan.Finding.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Plans one copy: what the catalog has goes there; what it dropped leaves, if its drop is recorded
 * and the policy says so; everything else is reported. Absence is never a drop.
 */
final class CopyPlanner {
  private static final int FREE_REMOVALS = 3;

  private final CopyInput input;
  private final BridgePolicy policy;
  private final ShardServers servers;
  private final Position position;
  private final PlanDraft draft;
  private final Predicate<EntryPath> carried;
  private final Set<EntryPath> untouchable = new HashSet<>();
  private boolean unsettled;

  private CopyPlanner(
      CopyInput input,
      BridgePolicy policy,
      ShardServers servers,
      Position position,
      Predicate<EntryPath> carried) {
    this.input = input;
    this.policy = policy;
    this.servers = servers;
    this.position = position;
    this.carried = carried;
    draft = new PlanDraft(input.copy().place());
  }

  static BridgePlan plan(
      CopyInput input, BridgePolicy policy, ShardServers servers, Position position) {
    return plan(input, policy, servers, position, path -> true);
  }

  /** The same for some entries only: with the others, the copy has its way. */
  static BridgePlan plan(
      CopyInput input,
      BridgePolicy policy,
      ShardServers servers,
      Position position,
      Predicate<EntryPath> carried) {
    return new CopyPlanner(input, policy, servers, position, carried).run();
  }

  private BridgePlan run() {
    EntryWalk.over(input, this::visit);
    draft.keepWhatHoldsOthers(input.copy().entries().keySet());
    draft.limitRemovals(FREE_REMOVALS, input.copy().entries().size(), policy);
    noteAgreement();
    return draft.plan();
  }

  private void visit(PlannedEntry entry) {
    if (!input.scope().covers(entry.path())) {
      unsettled = true;
      watch(entry);
    } else if (!entry.isSettled()) {
      unsettled = true;
      if (carried.test(entry.path())) {
        decide(entry);
      }
    }
  }

  /** What is said of entries that somebody else writes. */
  private void watch(PlannedEntry entry) {
    if (entry.isLive() ? entry.differs() : entry.inCopy() != null) {
      draft.find(Kind.NOT_OURS, entry, "differs from the catalog, and the operator writes it");
    }
  }

  private void decide(PlannedEntry entry) {
    if (entry.retained() != null) {
      decideRetained(entry, entry.retained());
    } else if (entry.inCopy() == null) {
      addIfLive(entry);
    } else if (entry.isPredecessor()) {
      untouchable.add(entry.path());
      leave(entry);
    } else if (!entry.isLive()) {
      leave(entry);
    } else if (entry.differs()) {
      decideDiffering(entry);
    }
  }

  private void addIfLive(PlannedEntry entry) {
    if (entry.isLive() && !isUntouchable(entry.path())) {
      boolean removedByHand = entry.base() != null;
      draft.add(
          entry,
          removedByHand
              ? "somebody removed it, and the catalog has it"
              : "the catalog has it since generation " + position.generation() + " or earlier");
    }
  }

  /** Whether it is a part of what still is an earlier database's. */
  private boolean isUntouchable(EntryPath path) {
    Optional<EntryPath> above = untouchable.isEmpty() ? Optional.empty() : path.parent();
    while (above.isPresent()) {
      if (untouchable.contains(above.get())) {
        return true;
      }
      above = above.get().parent();
    }
    return false;
  }

  private void decideDiffering(PlannedEntry entry) {
    BaseEntry base = entry.base();
    if (base != null) {
      boolean edited = !base.content().equals(entry.inCopy());
      draft.update(entry, edited ? "edited by hand; the catalog decides" : "the catalog changed");
    } else if (policy.confirms(entry.path())) {
      draft.update(entry, "a person confirmed that the catalog decides");
    } else {
      draft.find(
          Kind.UNCONFIRMED,
          entry,
          "differs from the catalog since before the bridge came; waits for a person to confirm");
    }
  }

  private void leave(PlannedEntry entry) {
    BaseEntry base = entry.base();
    DesiredEntry desired = entry.desired();
    if (base != null) {
      leaveAgreed(entry, base);
    } else if (desired == null || !desired.dropping()) {
      draft.find(Kind.UNKNOWN_ENTRY, entry, "the catalog never had it; it stays");
    } else if (policy.confirms(entry.path())) {
      leaveByPolicy(entry, desired.id(), desired.name());
    } else {
      draft.find(
          Kind.UNCONFIRMED,
          entry,
          "was dropped, but stands here since before the bridge came; waits for a person to confirm");
    }
  }

  private void leaveAgreed(PlannedEntry entry, BaseEntry base) {
    DesiredEntry desired = entry.desired();
    boolean dropping = desired != null && desired.dropping() && desired.id() == base.id();
    if (dropping || input.recordedDrops().contains(base.id())) {
      leaveByPolicy(entry, base.id(), base.name());
    } else {
      draft.find(
          Kind.UNRECORDED_ABSENCE,
          entry,
          "the catalog no longer has it, but no log records its drop; it stays");
    }
  }

  private void leaveByPolicy(PlannedEntry entry, long id, String name) {
    switch (policy.deletion()) {
      case RETAIN -> {
        RetainedEntry note = new RetainedEntry(id, name, position.generation());
        draft.act(
            new Retain(
                draft.place(), entry.path(), note, "it was dropped, and the policy is Retain"));
      }
      case DELETE -> remove(entry, "it was dropped, and the policy is Delete");
      case DELETE_UNSERVED -> {
        if (policy.insist().contains(entry.path()) || !servers.mayBeLive(entry.path()::covers)) {
          remove(entry, "it was dropped, and nobody serves it");
        } else {
          draft.find(
              Kind.STILL_SERVED,
              entry,
              "was dropped, but poolers are registered for it, or may be");
        }
      }
    }
  }

  private void remove(PlannedEntry entry, String reason) {
    draft.act(new Remove(draft.place(), entry.path(), reason));
  }

  private void decideRetained(PlannedEntry entry, RetainedEntry retained) {
    DesiredEntry desired = entry.desired();
    if (entry.inCopy() == null) {
      endRetention(entry, "the retained entry is gone");
      addIfLive(entry);
    } else if (policy.releases(entry.path())) {
      draft.act(new Remove(draft.place(), entry.path(), "a person released the retained entry"));
    } else if (desired != null && entry.isLive()) {
      decideRetainedName(entry, desired.id() == retained.id());
    }
  }

  private void decideRetainedName(PlannedEntry entry, boolean cameBack) {
    if (cameBack) {
      endRetention(entry, "the catalog has it again");
      if (entry.differs()) {
        decideDiffering(entry);
      }
    } else if (policy.adopts(entry.path())) {
      endRetention(entry, "a person let the new database adopt it");
      if (entry.differs()) {
        draft.update(entry, "the new database adopted it, and the catalog decides");
      }
    } else {
      untouchable.add(entry.path());
      draft.find(
          Kind.NOT_ACCEPTED,
          entry,
          "the retained entry of a dropped database has this name; release or adopt it");
    }
  }

  private void endRetention(PlannedEntry entry, String reason) {
    draft.act(new EndRetention(draft.place(), entry.path(), reason));
  }

  private void noteAgreement() {
    boolean writes = !(input.scope() instanceof WriteScope.Nothing);
    boolean noted = !unsettled && input.trusted();
    if (writes && !noted && draft.isWithoutActions()) {
      AppliedState next = NextState.after(input, List.of(), position);
      if (input.copy().applied().map(next::differsFrom).orElse(true)) {
        draft.act(new NoteAgreement(draft.place(), "copy and catalog agree; that is noted"));
      }
    }
  }
}
