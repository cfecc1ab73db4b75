package com.multigres.meta.k8s.topo;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the contract needs of Kubernetes: everybody has the role that is shipped. */
abstract class KubernetesTopoContract extends TopoStoreContract {
  // The classes of one JVM run one after the other.
  private static @Nullable Place place;
  private static @Nullable KubernetesTopoFaults accidents;

  /** A server that waits for those who watch, when it is to end, for less than a time to live. */
  static KubernetesExtension server() {
    return KubernetesExtension.own(KubernetesSetup.temporary().argument("request-timeout", "5s"));
  }

  static void prepare(KubernetesExtension kubernetes) {
    KubernetesProcess server = kubernetes.process();
    Place made = new Place(server, kubernetes.freshNamespace().name());
    place = made;
    accidents = new KubernetesTopoFaults(server, made);
  }

  static void tidy() throws IOException {
    accidents().close();
    place().close();
  }

  private static Place place() {
    return Objects.requireNonNull(place);
  }

  private static KubernetesTopoFaults accidents() {
    return Objects.requireNonNull(accidents);
  }

  @Override
  protected TopoStore open(String root) {
    return accidents().open(root);
  }

  @Override
  protected Faults faults() {
    return accidents();
  }

  @Override
  protected Optional<StoreAddress> address(String root) {
    String kubeconfig = place().kubeconfig().toString();
    return Optional.of(
        StoreAddress.of(
            "k8s://%s%s?connectTimeout=20s&kubeconfig=%s"
                .formatted(place().namespace(), root, kubeconfig)));
  }

  @Override
  protected OptionalLong sessions() {
    return OptionalLong.of(place().items(place().leases()).size());
  }

  @Override
  protected Set<Capability> missing() {
    return Set.of(Capability.ATOMIC_BATCH, Capability.GUARDED_WRITES, Capability.SNAPSHOT_LIST);
  }
}
