package com.multigres.meta.testkit.topo;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;

class MemoryTopoStoreTest extends TopoStoreContract {
  private static final MemoryTopoServer server = MemoryTopoServer.named("contract");
  private final MemoryWire wire = new MemoryWire();
  private final MemoryFaults faults = new MemoryFaults(server, wire);

  @AfterAll
  static void end() {
    server.close();
  }

  @Override
  protected TopoStore open(String root) {
    return wire.to(TopoStores.open("memory://contract" + root));
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
