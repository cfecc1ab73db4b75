package com.multigres.meta.testservers.documented;

import com.multigres.meta.testservers.etcd.EtcdClusterExtension;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.testservers.zookeeper.ZooKeeperEnsembleExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What somebody's tests would write to have these servers; other tests of this module start them.
 */
final class ServersOfOthers {
  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.shared();
  @RegisterExtension static final ZooKeeperExtension zookeeper = ZooKeeperExtension.shared();
  @RegisterExtension static final KubernetesExtension kubernetes = KubernetesExtension.shared();

  @RegisterExtension
  static final EtcdExtension own = EtcdExtension.own(EtcdSetup.temporary().tls().login());

  @RegisterExtension
  static final EtcdClusterExtension three = EtcdClusterExtension.own(EtcdSetup.temporary());

  @RegisterExtension
  static final ZooKeeperEnsembleExtension ensemble =
      ZooKeeperEnsembleExtension.own(ZooKeeperSetup.temporary());

  @RegisterExtension
  static final KubernetesExtension api = KubernetesExtension.own(KubernetesSetup.temporary());

  private ServersOfOthers() {}
}
