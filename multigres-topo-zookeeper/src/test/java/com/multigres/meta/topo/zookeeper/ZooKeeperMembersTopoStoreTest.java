package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testservers.zookeeper.ZooKeeperEnsembleExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on three members. */
@Tag("long")
class ZooKeeperMembersTopoStoreTest extends TopoStoreContract {
  @RegisterExtension
  static final ZooKeeperEnsembleExtension ZOOKEEPER =
      ZooKeeperEnsembleExtension.own(ZooKeeperSetup.temporary());

  private static ZooKeeperFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new ZooKeeperFaults(ZOOKEEPER.ensemble().members());
  }

  @AfterAll
  static void end() {
    faults.close();
  }

  @Override
  protected TopoStore open(String root) {
    return faults.open(root);
  }

  @Override
  protected Faults faults() {
    return faults;
  }

  @Override
  protected Set<Capability> missing() {
    return Set.of(Capability.SNAPSHOT_LIST);
  }
}
