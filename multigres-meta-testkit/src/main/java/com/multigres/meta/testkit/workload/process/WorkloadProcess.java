package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.history.HistoryRecorder;
import com.multigres.meta.testkit.history.file.HistoryJournal;
import com.multigres.meta.testkit.workload.CatalogWorkload;
import com.multigres.meta.testkit.workload.Ledger;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testkit.workload.TopoWorkload;
import com.multigres.meta.testkit.workload.WorkloadPlan;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A process with clients of a workload, started by {@link WorkloadProcesses}. It writes what they
 * do into a journal; it says by files beside it that its stores are open, and that it has done its
 * work, and waits then for a line on its input before it settles and ends.
 */
public final class WorkloadProcess {
  private static final StoreOptions RECEIVED = StoreAddress.received(System.getenv());
  static final String OPEN = ".open";
  static final String WORKED = ".worked";
  static final String MISSED = ".missed";

  private WorkloadProcess() {}

  /**
   * What a process is told.
   *
   * @param kind which kind of store
   * @param address where it is
   * @param journal the file for the history
   * @param plan how much its clients do
   */
  record Orders(Kind kind, String address, Path journal, WorkloadPlan plan) {
    static Orders parse(String[] words) {
      return new Orders(
          Kind.valueOf(words[0]),
          words[1],
          Path.of(words[2]),
          new WorkloadPlan(
              Long.parseLong(words[3]),
              words[4],
              Integer.parseInt(words[5]),
              Integer.parseInt(words[6]),
              Duration.parse(words[7]),
              Duration.parse(words[8]),
              Integer.parseInt(words[9])));
    }

    List<String> words() {
      return List.of(
          kind.name(),
          address,
          journal.toString(),
          "" + plan.seed(),
          plan.name(),
          "" + plan.clients(),
          "" + plan.operations(),
          "" + plan.ttl(),
          "" + plan.timeout(),
          "" + plan.reads());
    }

    void say(String what) throws IOException {
      Files.createFile(Path.of(journal + what));
    }
  }

  /** Which kind of store clients work on. */
  public enum Kind {
    /** A topology. */
    TOPO,
    /** A catalog. */
    CATALOG
  }

  /**
   * Does as ordered.
   *
   * @param arguments as {@link WorkloadProcesses} gives them
   * @throws IOException when the journal cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Orders orders = Orders.parse(arguments);
    try (HistoryJournal journal = new HistoryJournal(orders.journal())) {
      Ledger ledger = new Ledger(new HistoryRecorder(journal));
      if (orders.kind() == Kind.TOPO) {
        workOnTopo(orders, ledger);
      } else {
        workOnCatalog(orders, ledger);
      }
    }
  }

  private static void workOnTopo(Orders orders, Ledger ledger) throws IOException {
    List<TopoStore> stores = opened(orders, () -> TopoStores.open(orders.address(), RECEIVED));
    try (TopoWorkload workload = new TopoWorkload(orders.plan(), stores, ledger)) {
      work(orders, workload::work, workload::settle);
    } finally {
      stores.forEach(TopoStore::close);
    }
  }

  private static void workOnCatalog(Orders orders, Ledger ledger) throws IOException {
    List<CatalogStore> stores =
        opened(orders, () -> CatalogStores.open(orders.address(), RECEIVED));
    try (CatalogWorkload workload = new CatalogWorkload(orders.plan(), stores, ledger)) {
      work(orders, workload::work, workload::settle);
    } finally {
      stores.forEach(CatalogStore::close);
    }
  }

  private static <S> List<S> opened(Orders orders, Supplier<S> opener) {
    List<S> stores = new ArrayList<>();
    while (stores.size() < orders.plan().clients()) {
      stores.add(opener.get());
    }
    return stores;
  }

  private static void work(Orders orders, Runnable work, Supplier<List<String>> settle)
      throws IOException {
    orders.say(OPEN);
    work.run();
    orders.say(WORKED);
    // Without its starter the input ends, and this process too.
    if (System.in.read() >= 0) {
      Files.write(Path.of(orders.journal() + MISSED), settle.get());
    }
  }
}
