package com.multigres.example.directory;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTopoStoreTest extends TopoStoreContract {
  @TempDir static Path folder;

  @Override
  protected TopoStore open(String root) {
    return TopoStores.open(uri(root));
  }

  private static String uri(String root) {
    return "directory://" + folder + "#" + root;
  }

  @Override
  protected Optional<StoreAddress> address(String root) {
    return Optional.of(StoreAddress.of(uri(root)));
  }

  @Override
  protected Set<Capability> missing() {
    return EnumSet.complementOf(
        EnumSet.of(Capability.LINEARIZABLE_READS, Capability.SNAPSHOT_LIST));
  }

  /** The one accident that can befall a directory without its processes. */
  @Override
  protected Faults faults() {
    return new Faults() {
      @Override
      public Set<Fault> offered() {
        return Set.of(Fault.WIPE);
      }

      @Override
      public void wipe() {
        try {
          for (String files : new String[] {"nodes", "sessions"}) {
            try (Stream<Path> all = Files.list(folder.resolve(files))) {
              for (Path file : all.toList()) {
                Files.delete(file);
              }
            }
          }
          Files.delete(folder.resolve("counter"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
