package com.multigres.meta.testkit.topo;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.topo.TopoStore;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Every accident there is, on a server in memory. */
final class MemoryFaults implements Faults {
  private final MemoryTopoServer server;
  private final Set<TopoStore> cut = new HashSet<>();

  MemoryFaults(MemoryTopoServer server) {
    this.server = server;
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.allOf(Fault.class);
  }

  @Override
  public void cut(TopoStore store) {
    cut.add(store);
    server.cut(store);
  }

  @Override
  public void reconnect(TopoStore store) {
    cut.remove(store);
    server.reconnect(store);
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void start() {
    server.start();
  }

  @Override
  public void pause() {
    server.pause();
  }

  @Override
  public void resume() {
    server.resume();
  }

  @Override
  public void compact() {
    server.compact();
  }

  @Override
  public void wipe() {
    server.wipe();
  }

  @Override
  public void killOwner(TopoStore store) {
    server.killOwner(store);
  }

  @Override
  public void repair() {
    server.resume();
    server.start();
    cut.forEach(server::reconnect);
  }
}
