package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.workload.Disturbed.Beside;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Now and then the next change of one of the clients is lost, or the answer to it. */
final class LostMessages implements Beside {
  private final CatalogFaults faults;
  private final List<CatalogStore> stores;
  private final int between;
  private final AtomicInteger begun = new AtomicInteger();
  // A victim may never change anything again.
  private final Queue<BooleanSupplier> asked = new ConcurrentLinkedQueue<>();

  /**
   * Messages that are lost.
   *
   * @param stores whose, in turn
   * @param between how many operations lie between two of them
   */
  LostMessages(CatalogFaults faults, List<CatalogStore> stores, int between) {
    this.faults = faults;
    this.stores = List.copyOf(stores);
    this.between = between;
  }

  @Override
  public void before() {
    int count = begun.incrementAndGet();
    if (count % between == 0) {
      int number = count / between;
      CatalogStore victim = stores.get(number % stores.size());
      asked.add(
          number / stores.size() % 2 == 0
              ? faults.loseNextChange(victim)
              : faults.loseNextAnswer(victim));
    }
  }

  @Override
  public Map<Fault, Integer> counts() {
    int lost = Math.toIntExact(asked.stream().filter(BooleanSupplier::getAsBoolean).count());
    return lost == 0 ? Map.of() : Map.of(Fault.LOSE_MESSAGE, lost);
  }
}
