package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.testkit.broken.BrokenStores;
import com.multigres.meta.testkit.broken.ContractTests;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract is worth something only if a store that breaks a rule fails it. */
abstract class CatchingContract {
  final BrokenStores<TopoStore> stores =
      new BrokenStores<>(
          new ContractTests(TopoStoreContract.class, BrokenTopoStore.class), BrokenTopoStore::next);

  /**
   * The ways to break a store that this class is about; each class runs in a process of its own.
   */
  abstract List<Defect<TopoStore>> defects();

  @AfterAll
  static void end() {
    BrokenTopoStore.next(UnaryOperator.identity());
  }

  @TestFactory
  Stream<DynamicTest> everyDefectIsCaught() {
    return stores.caught(defects());
  }
}
