package com.multigres.meta.topo.etcd;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.etcd.EtcdClusterExtension;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.TopoStore;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on three members. */
@Tag("long")
class EtcdMembersTopoStoreTest extends TopoStoreContract {
  @RegisterExtension
  static final EtcdClusterExtension ETCD = EtcdClusterExtension.own(EtcdSetup.temporary());

  private static EtcdFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new EtcdFaults(ETCD.cluster().members());
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
  protected Optional<StoreAddress> address(String root) {
    return Optional.of(StoreAddress.of(ETCD.cluster().uri(root) + "?connectTimeout=20s"));
  }

  @Override
  protected OptionalLong sessions() {
    return OptionalLong.of(faults.leases());
  }
}
