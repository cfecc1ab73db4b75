package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on one server. */
class ZooKeeperTopoStoreTest extends TopoStoreContract {
  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.own(ZooKeeperSetup.temporary());

  private static ZooKeeperFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new ZooKeeperFaults(List.of(ZOOKEEPER.process()));
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

  @Override
  protected Optional<StoreAddress> address(String root) {
    return Optional.of(StoreAddress.of(ZOOKEEPER.server().uri(root) + ZooKeeperFaults.SETTINGS));
  }

  @Override
  protected OptionalLong sessions() {
    return OptionalLong.of(faults.owners());
  }
}
