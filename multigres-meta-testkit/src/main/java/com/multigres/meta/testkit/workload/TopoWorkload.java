package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.workload.TopoSessions.Ends;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients of one topology that read, list, write, delete, commit, lock, lead and watch at random, a
 * few nodes, locks and offices among them all. Whatever the store refuses is part of the history.
 */
public final class TopoWorkload implements Workload {
  private static final Logger log = LoggerFactory.getLogger(TopoWorkload.class);

  private final List<TopoStore> stores;
  private final TopoPlaces places;
  private final Duration longestSession;
  private final List<TopoClient> clients;

  private static final TopoPath ROOT = TopoPath.of("workload");

  /**
   * Clients that do nothing yet, at the place where other processes of the workload work too.
   *
   * @param plan how much they will do
   * @param stores one for each client; fewer are shared
   * @param ledger where they write down what they do
   */
  public TopoWorkload(WorkloadPlan plan, List<TopoStore> stores, Ledger ledger) {
    this(plan, stores, ledger, ROOT);
  }

  /**
   * Clients that do nothing yet.
   *
   * @param plan how much they will do
   * @param stores one for each client; fewer are shared
   * @param ledger where they write down what they do
   * @param root of all that they write; nothing stands there yet
   */
  public TopoWorkload(WorkloadPlan plan, List<TopoStore> stores, Ledger ledger, TopoPath root) {
    this(plan, stores, ledger, root, Ends.AT_ANY_TIME);
  }

  /**
   * Clients that do nothing yet, whom nothing will befall: their sessions end when they close them,
   * or by their time to live.
   *
   * @param plan how much they will do
   * @param stores one for each client; fewer are shared
   * @param ledger where they write down what they do
   * @param root of all that they write; nothing stands there yet
   * @return the workload
   */
  public static TopoWorkload undisturbed(
      WorkloadPlan plan, List<TopoStore> stores, Ledger ledger, TopoPath root) {
    return new TopoWorkload(plan, stores, ledger, root, Ends.IN_TIME);
  }

  private TopoWorkload(
      WorkloadPlan plan, List<TopoStore> stores, Ledger ledger, TopoPath root, Ends ends) {
    this.stores = List.copyOf(stores);
    this.longestSession = plan.ttl().multipliedBy(3);
    this.places = new TopoPlaces(root);
    this.clients =
        IntStream.range(0, plan.clients())
            .mapToObj(
                number ->
                    new TopoClient(
                        plan, number, stores.get(number % stores.size()), places, ledger, ends))
            .toList();
  }

  @Override
  public void work() {
    Crew.all(clients.stream().<Consumer<Phaser>>map(client -> client::work).toList());
  }

  @Override
  public List<String> settle() {
    List<String> missed = new ArrayList<>();
    // One that does not come about says enough, and took long enough.
    clients.stream().flatMap(client -> client.doOnce().stream()).findFirst().ifPresent(missed::add);
    if (!sessionsEnd()) {
      missed.add("nodes that were bound to sessions stand on after these (T18)");
    }
    clients.forEach(client -> missed.addAll(client.settle()));
    return missed;
  }

  /** What goes with a session may go at any moment until then. */
  private boolean sessionsEnd() {
    long until = System.nanoTime() + Patience.longest().plus(longestSession).toNanos();
    boolean ended = false;
    while (!ended && System.nanoTime() - until < 0) {
      ended = Patience.comes(this::nothingIsBound);
    }
    return ended;
  }

  private boolean nothingIsBound() {
    try {
      return stores.get(0).list(places.bound()).isEmpty();
    } catch (TopoException refused) {
      log.debug("nobody knows what is bound: {}", refused.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    clients.forEach(TopoClient::close);
  }
}
