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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTopoStoreTest extends TopoStoreContract {
  @TempDir static Path folder;

  @Override
  protected TopoStore open(String root) {
    return TopoStores.open(uri(root));
  }

  private static String uri(String root) {
    return "directory://" + folder + "/nodes#" + root;
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

  @Override
  protected Faults faults() {
    return new Accidents(folder.resolve("nodes"), folder.resolve("away"));
  }

  /** What can befall a directory: its disk is taken away, and brought back, perhaps empty. */
  private record Accidents(Path here, Path away) implements Faults {
    @Override
    public Set<Fault> offered() {
      return Set.of(Fault.RESTART, Fault.KILL, Fault.WIPE);
    }

    @Override
    public void stop() {
      kill();
    }

    @Override
    public void kill() {
      move(here, away);
      move(away.resolve("lock"), here); // a file in its place: nobody makes a new directory there
    }

    @Override
    public void restart() {
      move(here, away.resolve("lock"));
      move(away, here);
    }

    @Override
    public void wipe() {
      for (String file : List.of("nodes", "sessions")) {
        each(here.resolve(file), Accidents::delete);
      }
      delete(here.resolve("counter"));
    }

    @Override
    public void repair() {
      if (Files.exists(away)) {
        restart();
      }
    }

    private static void move(Path from, Path to) {
      try {
        Files.move(from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void each(Path directory, Consumer<Path> what) {
      try (Stream<Path> all = Files.list(directory)) {
        all.toList().forEach(what);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
