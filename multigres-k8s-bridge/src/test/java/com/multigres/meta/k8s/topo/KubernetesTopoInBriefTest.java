package com.multigres.meta.k8s.topo;

import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every build runs of the contract: whatever takes little time. All of it is in {@link
 * KubernetesTopoStoreTest}.
 */
@ExtendWith(BriefThemes.class)
class KubernetesTopoInBriefTest extends KubernetesTopoContract {
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
