package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Clients of one topology that read, list, write, delete, commit, lock, lead and watch at random, a
 * few nodes, locks and offices among them all. Whatever the store refuses is part of the history.
 */
public final class TopoWorkload implements Workload {
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
    this.stores = List.copyOf(stores);
    this.longestSession = plan.ttl().multipliedBy(3);
    this.places = new TopoPlaces(root);
    this.clients =
        IntStream.range(0, plan.clients())
            .mapToObj(
                number ->
                    new TopoClient(
                        plan, number, stores.get(number % stores.size()), places, ledger))
            .toList();
  }

  @Override
  public void work() {
    Crew.all(clients.stream().<Consumer<Phaser>>map(client -> client::work).toList());
  }

  @Override
  public void settle() {
    // What goes with a session may go at any moment until then.
    Patience.eventually()
        .atMost(Patience.longest().plus(longestSession))
        .ignoreException(TopoException.class)
        .until(() -> stores.get(0).list(places.bound()).isEmpty());
    clients.forEach(TopoClient::settle);
  }

  @Override
  public void close() {
    clients.forEach(TopoClient::close);
  }
}
