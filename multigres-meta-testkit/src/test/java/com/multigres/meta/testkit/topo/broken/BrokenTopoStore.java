package com.multigres.meta.testkit.topo.broken;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.MemoryFaults;
import com.multigres.meta.testkit.topo.MemoryWire;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The contract on a store that is broken as the next run needs it; run by name alone. */
class BrokenTopoStore extends TopoStoreContract {
  // What a broken store left behind must not disturb the next, so each run has its own server.
  private static volatile MemoryTopoServer server = newServer();
  private static volatile UnaryOperator<Function<String, TopoStore>> opening =
      UnaryOperator.identity();

  private static final List<TopoStore> opened = new CopyOnWriteArrayList<>();
  private final Map<TopoStore, TopoStore> reals = new ConcurrentHashMap<>();
  private final MemoryWire wire = new MemoryWire();
  private final Faults faults =
      new MemoryFaults(server, wire, store -> reals.getOrDefault(store, store));

  private static MemoryTopoServer newServer() {
    return MemoryTopoServer.named("broken-" + UUID.randomUUID());
  }

  /** Ends what the broken stores left open, and prepares the next run. */
  static void next(UnaryOperator<Function<String, TopoStore>> defect) {
    opened.forEach(TopoStore::close);
    opened.clear();
    server.close();
    server = newServer();
    opening = defect;
  }

  @Override
  protected TopoStore open(String root) {
    TopoStore[] real = new TopoStore[1];
    TopoStore broken =
        opening
            .apply(
                where -> {
                  real[0] = TopoStores.open(server + where);
                  return wire.to(real[0]);
                })
            .apply(root);
    opened.addAll(Stream.of(real).filter(Objects::nonNull).toList());
    reals.put(broken, real[0] == null ? broken : real[0]);
    return broken;
  }

  @Override
  protected Faults faults() {
    return faults;
  }

  @Override
  protected OptionalLong sessions() {
    return OptionalLong.of(server.sessionCount());
  }
}
