package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.ChangeCatalog;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePlanner;
import com.multigres.meta.cluster.plan.NextState;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.model.CatalogChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Does what the {@link BridgePlanner} says: reads catalog, copies and components, plans, writes,
 * and starts again until nothing is left to do. Every write is conditional on what was read, so
 * that a run which is overtaken, or dies between any two of its writes, is completed by the next.
 *
 * <p>Thread-safe; runs of one runner follow each other.
 */
public final class BridgeRunner {
  private static final int MAX_ROUNDS = 50;
  private static final long PAUSE_NANOS = 2_000_000;

  private final CatalogStore catalogs;
  private final List<BridgeTarget> targets;
  private final Supplier<ShardServers> servers;
  private final BridgeSettings settings;
  private final Contention contention;
  private final ReentrantLock running = new ReentrantLock();
  private boolean fenced;

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
  }

  /**
   * Says what a run would begin with. Changes nothing.
   *
   * @return the first plan of a run
   */
  public BridgePlan plan() {
    return Round.read(catalogs, targets, servers.get(), settings.policy()).plan();
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
    running.lock();
    try {
      raiseFences();
      return run();
    } finally {
      running.unlock();
    }
  }

  private void raiseFences() {
    if (settings.fence().isPresent() && !fenced) {
      long token = settings.fence().getAsLong();
      targets.forEach(target -> target.raiseFence(token));
      catalogs.raiseFence(token);
      fenced = true;
    }
  }

  private BridgeReport run() {
    List<BridgeAction> done = new ArrayList<>();
    for (int rounds = 0; rounds < MAX_ROUNDS; rounds++) {
      Round round = Round.read(catalogs, targets, servers.get(), settings.policy());
      BridgePlan plan = contention.filter(round.plan());
      if (plan.isDone()) {
        return new BridgeReport(done, plan.findings(), round.catalog().position());
      }
      if (!doAll(round, plan, done)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    throw new ClusterException(
        ClusterErrorCode.CONTENDED,
        "others changed catalog or copies in each of " + MAX_ROUNDS + " rounds of the bridge");
  }

  /** Whether all was written as planned; if not, something else stood there by then. */
  private boolean doAll(Round round, BridgePlan plan, List<BridgeAction> done) {
    for (Round.Copy copy : round.copies()) {
      List<BridgeAction> actions = plan.actionsOn(copy.input().copy().place());
      if (!actions.isEmpty()) {
        AppliedState next = NextState.after(copy.input(), actions, round.catalog().position());
        if (!copy.reading().write(actions, next, settings.fence())) {
          return false;
        }
        contention.written(actions);
        done.addAll(actions);
      }
    }
    return changeCatalog(round.catalog(), plan.actionsOn(Place.CATALOG), done);
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
