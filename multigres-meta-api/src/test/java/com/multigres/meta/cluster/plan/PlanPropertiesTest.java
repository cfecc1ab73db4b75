package com.multigres.meta.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.OnEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Retain;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for every plan, on random inputs. */
class PlanPropertiesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> CONTENTS = List.of("x", "y", "z");

  @RepeatedTest(300)
  void plansKeepTheRules(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    PlanCase some = random(new Random(seed));
    CopyInput input = some.input();
    BridgePlan plan = some.plan();

    assertThat(plan).as("seed %d: equal inputs give equal plans", seed).isEqualTo(some.plan());
    for (BridgeAction action : plan.actions()) {
      assertThat(isAllowed(input, action)).as("seed %d: %s", seed, action).isTrue();
    }
    assertThat(PlanCase.actions(replanned(input, plan)))
        .as("seed %d: after a plan there is nothing left to do", seed)
        .isEmpty();
  }

  private static boolean isAllowed(CopyInput input, BridgeAction action) {
    if (action instanceof Add add) {
      return !input.copy().entries().containsKey(add.path()) && isLive(input, add.path());
    }
    if (action instanceof Update update) {
      return input.trusted() && isLive(input, update.path());
    }
    if (action instanceof Remove || action instanceof Retain) {
      EntryPath path = ((OnEntry) action).path();
      AppliedState.BaseEntry base =
          input.copy().applied().map(applied -> applied.base().get(path)).orElse(null);
      DesiredEntry desired = input.desired().get(path);
      return base != null
          && input.trusted()
          && (input.recordedDrops().contains(base.id())
              || (desired != null && desired.dropping() && desired.id() == base.id()));
    }
    return true;
  }

  private static boolean isLive(CopyInput input, EntryPath path) {
    DesiredEntry desired = input.desired().get(path);
    return desired != null && !desired.dropping();
  }

  /** The plan that follows once this one is done; at most one more round for freed names. */
  private static BridgePlan replanned(CopyInput input, BridgePlan plan) {
    CopyInput now = input;
    BridgePlan next = plan;
    for (int round = 0; round < 2; round++) {
      now = done(now, next);
      next = CopyPlanner.plan(now, policy(), ShardServers.of(List.of()), PlanCase.NOW);
    }
    return next;
  }

  private static CopyInput done(CopyInput input, BridgePlan plan) {
    SortedMap<EntryPath, String> entries = new TreeMap<>(input.copy().entries());
    for (BridgeAction action : plan.actions()) {
      if (action instanceof Add add) {
        entries.put(add.path(), add.content());
      } else if (action instanceof Update update) {
        entries.put(update.path(), update.content());
      } else if (action instanceof Remove remove) {
        entries.remove(remove.path());
      }
    }
    AppliedState next = NextState.after(input, plan.actions(), PlanCase.NOW);
    CopySnapshot copy = new CopySnapshot(Place.TOPOLOGY, entries, Optional.of(next));
    return new CopyInput(copy, input.desired(), true, input.recordedDrops(), input.scope());
  }

  private static BridgePolicy policy() {
    return BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE);
  }

  private static PlanCase random(Random random) {
    PlanCase some = new PlanCase().policy(policy());
    if (random.nextInt(5) == 0) {
      some.neverApplied();
    }
    if (random.nextInt(5) == 0) {
      some.historyLost();
    }
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      long id = 10L + i;
      switch (random.nextInt(4)) {
        case 0 -> some.catalogHas(name, id, any(random));
        case 1 -> some.catalogDrops(name, id, any(random));
        case 2 -> some.catalogHas(name, id + 100, any(random));
        default -> {}
      }
      if (random.nextBoolean()) {
        some.copyHas(name, any(random));
      }
      switch (random.nextInt(4)) {
        case 0 -> some.retains(name, id);
        case 1 -> {}
        default -> some.agreedOn(name, id, any(random));
      }
      if (random.nextInt(3) == 0) {
        some.dropIsRecorded(id);
      }
    }
    return some;
  }

  private static String any(Random random) {
    return CONTENTS.get(random.nextInt(CONTENTS.size()));
  }
}
