package com.multigres.meta.testkit.topo;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.topo.TopoStore;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The accidents of a server in memory, to which no network leads. */
public final class MemoryFaults implements Faults {
  private final MemoryTopoServer server;
  private final MemoryWire wire;
  private final UnaryOperator<TopoStore> real;
  private final Set<TopoStore> cut = new HashSet<>();

  public MemoryFaults(MemoryTopoServer server, MemoryWire wire) {
    this(server, wire, wire::real);
  }

  /** With stores that stand before those of the server. */
  public MemoryFaults(MemoryTopoServer server, MemoryWire wire, UnaryOperator<TopoStore> real) {
    this.server = server;
    this.wire = wire;
    this.real = real;
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.of(
        Fault.CUT,
        Fault.DROP_REPLIES,
        Fault.RESTART,
        Fault.KILL,
        Fault.PAUSE,
        Fault.FILL_QUOTA,
        Fault.COMPACT,
        Fault.WIPE,
        Fault.KILL_OWNER,
        Fault.LOSE_RENEWALS);
  }

  @Override
  public void cut(TopoStore store) {
    cut.add(real.apply(store));
    server.cut(real.apply(store));
  }

  @Override
  public void reconnect(TopoStore store) {
    wire.deafen(real.apply(store), false);
    cut.remove(real.apply(store));
    server.reconnect(real.apply(store));
  }

  @Override
  public void dropReplies(TopoStore store) {
    wire.deafen(real.apply(store), true);
  }

  @Override
  public void fillQuota() {
    wire.fill(true);
  }

  @Override
  public void freeQuota() {
    wire.fill(false);
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void kill() {
    server.stop();
  }

  @Override
  public void restart() {
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
    server.killOwner(real.apply(store));
  }

  @Override
  public void loseRenewals(TopoStore store) {
    server.loseRenewals(real.apply(store));
  }

  @Override
  public void repair() {
    wire.repair();
    server.resume();
    server.start();
    cut.forEach(server::reconnect);
  }
}
