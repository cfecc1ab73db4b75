package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.ChangeCatalog;
import com.multigres.meta.cluster.plan.BridgeAction.NoteAgreement;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePlanner;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.NextState;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.model.CatalogChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does what the {@link BridgePlanner} says: reads catalog, copies and components, plans, writes,
 * and starts again until nothing is left to do. Every write is conditional on what was read, so
 * that a run which is overtaken, or dies between any two of its writes, is completed by the next.
 *
 * <p>Thread-safe; runs of one runner follow each other.
 */
public final class BridgeRunner {
  private static final int MAX_ROUNDS = 1_000;
  private static final int MAX_LOST_ROUNDS = 50;
  private static final long PAUSE_NANOS = 2_000_000;

  private final CatalogStore catalogs;
  private final List<BridgeTarget> targets;
  private final Supplier<ShardServers> servers;
  private final BridgeSettings settings;
  private final Contention contention;
  private final Refusals refusals;
  private final ReentrantLock running = new ReentrantLock();
  private boolean fenced;
  private boolean planned; // once with all that there is to know

  /**
   * A runner.
   *
   * @param catalogs the catalog
   * @param targets its copies; closing what is below them is the caller's business
   * @param servers asks the cells for their poolers
   * @param settings how to work
   */
  public BridgeRunner(
      CatalogStore catalogs,
      List<BridgeTarget> targets,
      Supplier<ShardServers> servers,
      BridgeSettings settings) {
    this.catalogs = catalogs;
    this.targets = List.copyOf(targets);
    this.servers = servers;
    this.settings = settings;
    contention = new Contention(settings.clock());
    refusals = new Refusals(settings.clock());
  }

  /**
   * Says what a run would begin with. Changes nothing.
   *
   * @return the first plan of a run
   */
  public BridgePlan plan() {
    return plan(now -> settings.policy());
  }

  /**
   * The same under another policy than the settings'.
   *
   * @param policies what people decided, for the position at which the catalog stands
   * @return the first plan of a run
   */
  public BridgePlan plan(Function<Position, BridgePolicy> policies) {
    return read(policies, List.of(), false).plan();
  }

  private Round read(
      Function<Position, BridgePolicy> policies, List<Round.Unread> missing, boolean partly) {
    return Round.read(catalogs, targets, servers, policies, settings.author(), missing, partly);
  }

  /**
   * Brings catalog and copies in step.
   *
   * @return what was done and what is left
   * @throws ClusterException {@code FENCED} when a later leader is at work; {@code CONTENDED} when
   *     others kept changing what was read
   * @throws com.multigres.meta.topo.TopoException as the topology's store
   * @throws CatalogException as the catalog's store
   */
  public BridgeReport runOnce() {
    return runOnce(now -> settings.policy());
  }

  /**
   * The same under another policy than the settings'.
   *
   * @param policies what people decided, for the position at which the catalog stands
   * @return what was done and what is left
   */
  public BridgeReport runOnce(Function<Position, BridgePolicy> policies) {
    running.lock();
    try {
      raiseFences();
      return run(policies);
    } finally {
      running.unlock();
    }
  }

  /** Asks for another try of what a copy's server did not take: its rules may have changed. */
  public void retryRefused() {
    running.lock();
    try {
      refusals.retry();
    } finally {
      running.unlock();
    }
  }

  private void raiseFences() {
    if (settings.fence().isPresent() && !fenced) {
      long token = settings.fence().getAsLong();
      targets.forEach(target -> target.raiseFence(token, settings.above()));
      catalogs.raiseFence(token);
      fenced = true;
    }
  }

  private BridgeReport run(Function<Position, BridgePolicy> policies) {
    List<BridgeAction> done = new ArrayList<>();
    List<Round.Unread> missing = List.of();
    int lost = 0;
    for (int rounds = 0; rounds < MAX_ROUNDS && lost < MAX_LOST_ROUNDS; rounds++) {
      Round round = read(policies, missing, planned);
      planned = true;
      missing = round.unread(); // asked again by the next run, not by each round of this one
      BridgePlan plan = refusals.filter(contention.filter(round.plan()));
      if (!notes(round, plan) && plan.isDone()) {
        throwAny(missing.stream().map(Round.Unread::failure).toList());
        return new BridgeReport(done, plan.findings(), round.catalog().position());
      }
      if (!doAll(round, plan, done)) {
        lost++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new ClusterException(
        ClusterErrorCode.CONTENDED,
        "others changed catalog or copies in each of " + lost + " rounds of the bridge");
  }

  /** Where all that is left to do is refused, what was agreed on is to be noted all the same. */
  private boolean notes(Round round, BridgePlan plan) {
    return round.copies().stream().anyMatch(copy -> !toDo(round, copy, plan).isEmpty());
  }

  private static List<BridgeAction> toDo(Round round, Round.Copy copy, BridgePlan plan) {
    Place place = copy.input().copy().place();
    List<BridgeAction> actions = plan.actionsOn(place);
    if (!actions.isEmpty() || round.plan().actionsOn(place).isEmpty()) {
      return actions;
    }
    AppliedState next = NextState.after(copy.input(), List.of(), round.catalog().position());
    boolean news = copy.input().copy().applied().map(next::differsFrom).orElse(true);
    return news
        ? List.of(new NoteAgreement(place, "copy and catalog agree on the rest; that is noted"))
        : List.of();
  }

  /** Whether all was written as planned; if not, something else stood there by then. */
  private boolean doAll(Round round, BridgePlan plan, List<BridgeAction> done) {
    List<RuntimeException> failures = new ArrayList<>();
    boolean all = true;
    for (Round.Copy copy : round.copies()) {
      List<BridgeAction> actions = toDo(round, copy, plan);
      if (!actions.isEmpty()) {
        try {
          all &= write(round, copy, actions, done);
        } catch (RuntimeException failed) {
          failures.add(failed); // one copy out of reach keeps no other from being written
        }
      }
    }
    all = all && changeCatalog(round.catalog(), plan.actionsOn(Place.CATALOG), done);
    throwAny(failures);
    return all;
  }

  private boolean write(
      Round round, Round.Copy copy, List<BridgeAction> actions, List<BridgeAction> done) {
    AppliedState next = NextState.after(copy.input(), actions, round.catalog().position());
    try {
      Optional<BridgeTarget.Reading> reading =
          copy.input().edited()
              ? copy.reading().announce(actions, next, settings.fence())
              : Optional.of(copy.reading());
      if (reading.isEmpty() || !reading.get().write(actions, next, settings.fence())) {
        return false;
      }
    } catch (ClusterException refusal) {
      boolean nothingToLeaveOut =
          actions.stream().noneMatch(BridgeAction.OnEntry.class::isInstance);
      if (refusal.code() != ClusterErrorCode.REFUSED || nothingToLeaveOut) {
        throw refusal;
      }
      refusals.refused(actions, String.valueOf(refusal.getMessage()));
      return true; // what is left is planned anew
    }
    contention.written(actions);
    refusals.accepted(actions);
    done.addAll(actions);
    return true;
  }

  private static void throwAny(List<RuntimeException> failures) {
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private boolean changeCatalog(
      CatalogSnapshot seen, List<BridgeAction> actions, List<BridgeAction> done) {
    List<CatalogChange> changes = new ArrayList<>();
    for (BridgeAction action : actions) {
      if (action instanceof ChangeCatalog change) {
        changes.add(change.change());
      }
    }
    if (changes.isEmpty()) {
      return true;
    }
    ApplyOptions options =
        new ApplyOptions(
            Optional.of(seen.position()),
            Optional.empty(),
            Optional.of(settings.author()),
            settings.fence());
    try {
      catalogs.apply(changes, options);
    } catch (CatalogException e) {
      if (e.code() == CatalogException.Code.STALE_POSITION
          || e.code() == CatalogException.Code.LOST_HISTORY) {
        return false;
      }
      throw e;
    }
    done.addAll(actions);
    return true;
  }
}
