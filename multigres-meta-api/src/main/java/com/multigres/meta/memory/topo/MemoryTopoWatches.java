package com.multigres.meta.memory.topo;

import java.util.LinkedHashSet;
import java.util.Set;

/** The watches of one client. Guarded by the server's lock. */
final class MemoryTopoWatches {
  private final MemoryTopoClient client;
  private final MemoryTopoServer server;
  private final Set<MemoryTopoWatch> watches = new LinkedHashSet<>();

  MemoryTopoWatches(MemoryTopoClient client, MemoryTopoServer server) {
    this.client = client;
    this.server = server;
  }

  void add(MemoryTopoWatch watch) {
    server.locally(
        () -> {
          watches.add(watch);
          if (client.isReachable()) {
            watch.catchUp();
          }
        });
  }

  void remove(MemoryTopoWatch watch) {
    server.locally(() -> watches.remove(watch));
  }

  void feed(MemoryTopoChange change) {
    if (client.isReachable()) {
      watches.forEach(watch -> watch.feed(change));
    }
  }

  void catchUp() {
    watches.forEach(MemoryTopoWatch::catchUp);
  }
}
