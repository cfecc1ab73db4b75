package org.somebody;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.*;
import com.multigres.meta.topo.*;
import java.io.File;
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

  protected Faults faults() {
    File here = new File(folder.toFile(), "nodes"), away = new File(folder.toFile(), "away");
    return new Faults() {
      public Set<Fault> offered() { return Set.of(Fault.KILL); }

      public void kill() {
        here.renameTo(away);
        new File(away, "lock").renameTo(here);
      }

      public void restart() {
        here.renameTo(new File(away, "lock"));
        away.renameTo(here);
      }
      public void repair() { restart(); }
    };
  }
}
