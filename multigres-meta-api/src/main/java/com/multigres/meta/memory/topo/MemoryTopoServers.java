package com.multigres.meta.memory.topo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The servers of this JVM by name, each for as long as somebody has it. */
final class MemoryTopoServers {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<String, Shared> SERVERS = new HashMap<>();

  private static final class Shared {
    private final MemoryTopoServer server;
    private int holders;

    Shared(MemoryTopoServer server) {
      this.server = server;
    }
  }

  private MemoryTopoServers() {}

  static MemoryTopoServer take(String name) {
    LOCK.lock();
    try {
      Shared shared = SERVERS.computeIfAbsent(name, n -> new Shared(new MemoryTopoServer(n)));
      shared.holders++;
      return shared.server;
    } finally {
      LOCK.unlock();
    }
  }

  static void giveBack(MemoryTopoServer server) {
    LOCK.lock();
    try {
      Shared shared = SERVERS.get(server.name());
      if (shared == null || shared.server != server) {
        return;
      }
      shared.holders--;
      if (shared.holders == 0) {
        SERVERS.remove(server.name());
      }
    } finally {
      LOCK.unlock();
    }
  }
}
