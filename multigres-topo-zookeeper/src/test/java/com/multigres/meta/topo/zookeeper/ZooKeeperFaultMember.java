package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.testkit.Member;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import java.io.UncheckedIOException;

/**
 * One of three, as accidents see it.
 *
 * @param server the process
 */
record ZooKeeperFaultMember(ZooKeeperProcess server) implements Member {

  @Override
  public boolean leads() {
    try {
      return server.answering() && ZooKeeperFaults.ask(server, "srvr").contains("Mode: leader");
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void restart() {
    server.restart();
  }

  @Override
  public void pause() {
    server.pause();
  }

  @Override
  public void resume() {
    server.resume();
  }
}
