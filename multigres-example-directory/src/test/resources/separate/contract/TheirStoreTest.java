package org.somebody;

import com.multigres.meta.testkit.topo.*;
import com.multigres.meta.topo.*;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class TheirStoreTest extends TopoStoreContract {
  @TempDir static Path folder;

  protected TopoStore open(String root) {
    return TopoStores.open("directory://" + folder + "/nodes#" + root);
  }

  protected Set<Capability> missing() {
    return EnumSet.complementOf(EnumSet.of(Capability.LINEARIZABLE_READS, Capability.SNAPSHOT_LIST));
  }
}
