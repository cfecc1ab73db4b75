package com.multigres.meta.k8s.topo;

import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on a real API server, which takes minutes. */
@Tag("long")
class KubernetesTopoStoreTest extends KubernetesTopoContract {
  @RegisterExtension static final KubernetesExtension KUBERNETES = server();

  @BeforeAll
  static void begin() {
    prepare(KUBERNETES);
  }

  @AfterAll
  static void end() throws IOException {
    tidy();
  }
}
