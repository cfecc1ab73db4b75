package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.function.BooleanSupplier;

/** One client of a topology, with a store of its own. */
final class TopoClient {
  private final TopoWrites writes;
  private final TopoSessions sessions;
  private final Shift shift;
  private final Map<String, BooleanSupplier> once = new LinkedHashMap<>();
  private final String name;

  /**
   * A client.
   *
   * @param number which of the plan's
   * @param opened its store
   * @param places where it works
   * @param ends when its sessions can end
   */
  TopoClient(
      WorkloadPlan plan,
      int number,
      TopoStore opened,
      TopoPlaces places,
      Ledger ledger,
      TopoSessions.Ends ends) {
    this.name = plan.clientName(number);
    TopoStore store = opened.withTimeout(plan.timeout());
    Notes notes = ledger.notes(name);
    notes.log().told(new TopoCall.Opened(store.capabilities().present()));
    Random random = plan.random(number);
    this.writes = new TopoWrites(name, store, places, random, ledger);
    List<Steps.Step> all = new ArrayList<>();
    boolean snapshot = has(store, Capability.SNAPSHOT_LIST);
    all.add(new Steps.Step(30 * plan.reads(), writes::read));
    all.add(new Steps.Step(6 * plan.reads(), () -> writes.list(snapshot)));
    all.add(new Steps.Step(40, writes::write));
    all.add(new Steps.Step(4, writes::writeAll));
    once.put("write", writes::writeOnce);
    if (has(store, Capability.ATOMIC_BATCH)) {
      all.add(new Steps.Step(10, () -> writes.commit()));
      once.put("commit a batch", writes::commitOnce);
    }
    if (has(store, Capability.LOCKS)) {
      Optional<TopoWrites> guarded =
          Optional.of(writes).filter(any -> has(store, Capability.GUARDED_WRITES));
      LockOptions options = LockOptions.of(name).ttl(plan.ttl()).waiting(plan.timeout());
      TopoTurns turns = new TopoTurns(store, places, random, notes, guarded, options);
      all.add(new Steps.Step(6, () -> turns.lock()));
      all.add(new Steps.Step(4, () -> turns.lockAlone()));
      once.put("lock", turns::lock);
      once.put("lock alone", turns::lockAlone);
      all.add(new Steps.Step(2, () -> turns.lead(name)));
      all.add(new Steps.Step(3 * plan.reads(), () -> turns.observe(name)));
    }
    this.sessions =
        new TopoSessions(
            name,
            store,
            places.bound().child(name),
            random,
            notes,
            ledger.notes(name + ".sessions").log(),
            plan.ttl(),
            ends);
    all.add(new Steps.Step(4, sessions::turn));
    once.put("bind a node to a session", sessions::once);
    boolean observes = number % 4 == 1 && has(store, Capability.LOCKS);
    Notes news = ledger.notes(name + ".watching");
    Following following =
        observes
            ? new TopoObserving(name, store, news, places.office())
            : new TopoFollowing(name, store, news, places);
    boolean follows = observes || number % 4 == 0;
    if (follows) {
      all.add(new Steps.Step(3, () -> following.begin(random.nextBoolean())));
    }
    this.shift = new Shift(plan.operations(), random, new Steps(all), following, follows);
  }

  private static boolean has(TopoStore store, Capability capability) {
    return store.capabilities().has(capability);
  }

  void work(Phaser meeting) {
    shift.work(meeting);
    sessions.close();
  }

  /**
   * Does everything once, since whoever refuses all but reads breaks no rule; the first that does
   * not come about, in words.
   */
  Optional<String> doOnce() {
    return once.entrySet().stream()
        .filter(one -> !Notes.insisted(one.getValue()))
        .map(one -> name + " could not " + one.getKey() + ", though all was well again")
        .findFirst();
  }

  /** What did not come about, in words. */
  List<String> settle() {
    List<String> missed = new ArrayList<>(shift.settle());
    missed.addAll(writes.readAll());
    return missed;
  }

  void close() {
    shift.following().close();
  }
}
