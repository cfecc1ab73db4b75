package com.multigres.meta.testkit.workload;

import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Clients of one topology that read, list, write, delete, commit, lock, lead and watch at random, a
 * few nodes, locks and offices among them all. Whatever the store refuses is part of the history.
 */
public final class TopoWorkload implements Workload {
  private final List<TopoClient> clients;

  /**
   * Clients that do nothing yet.
   *
   * @param plan how much they will do
   * @param stores one for each client; fewer are shared
   * @param ledger where they write down what they do
   */
  public TopoWorkload(WorkloadPlan plan, List<TopoStore> stores, Ledger ledger) {
    this.clients =
        IntStream.range(0, plan.clients())
            .mapToObj(
                number -> new TopoClient(plan, number, stores.get(number % stores.size()), ledger))
            .toList();
  }

  @Override
  public void work() {
    Crew.all(clients.stream().<Consumer<Phaser>>map(client -> client::work).toList());
  }

  @Override
  public void settle() {
    clients.forEach(TopoClient::settle);
  }

  @Override
  public void close() {
    clients.forEach(TopoClient::close);
  }
}
