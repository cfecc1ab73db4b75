package com.multigres.meta.testkit.workload;

import com.multigres.meta.catalog.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Clients of one catalog that change it with and without an expectation, repeat changes under their
 * ids, read it and its history, and subscribe to it, at random. Whatever the store refuses is part
 * of the history.
 */
public final class CatalogWorkload implements Workload {
  private final List<CatalogClient> clients;

  /**
   * Clients that do nothing yet.
   *
   * @param plan how much they will do
   * @param stores one for each client; fewer are shared
   * @param ledger where they write down what they do
   */
  public CatalogWorkload(WorkloadPlan plan, List<CatalogStore> stores, Ledger ledger) {
    this.clients =
        IntStream.range(0, plan.clients())
            .mapToObj(
                number ->
                    new CatalogClient(plan, number, stores.get(number % stores.size()), ledger))
            .toList();
  }

  @Override
  public void work() {
    Crew.all(clients.stream().<Consumer<Phaser>>map(client -> client::work).toList());
  }

  @Override
  public List<String> settle() {
    List<String> missed = new ArrayList<>();
    clients.stream().flatMap(client -> client.doOnce().stream()).findFirst().ifPresent(missed::add);
    missed.addAll(clients.get(0).lookBack());
    clients.forEach(client -> missed.addAll(client.settle()));
    return missed;
  }

  @Override
  public void close() {
    clients.forEach(CatalogClient::close);
  }
}
