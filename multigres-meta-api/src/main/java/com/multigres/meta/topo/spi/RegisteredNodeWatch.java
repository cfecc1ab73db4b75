package com.multigres.meta.topo.spi;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;

/**
 * Asks for a look at a registered node whenever it may not be as its owner knows it. Events trail
 * behind the owner's own reads and writes, so they only say that there is something to read.
 */
final class RegisteredNodeWatch implements AutoCloseable {
  private final RegisteredNode node;
  private final BackgroundTask look;
  private final Subscription states;
  private final Watch watch;

  RegisteredNodeWatch(TopoStore store, RegisteredNode node, BackgroundTask look) {
    this.node = node;
    this.look = look;
    this.states =
        store.onConnectionState(
            state -> {
              if (state == ConnectionState.CONNECTED) {
                look.request();
              }
            });
    try {
      this.watch = store.watch(node.path(), WatchOptions.node(), this::seen);
    } catch (RuntimeException | Error failure) {
      states.close();
      throw failure;
    }
  }

  private void seen(WatchEvent event) {
    boolean known =
        event instanceof WatchEvent.Put put && node.isOurs(put.node()) && node.isKnown(put.node());
    boolean tells =
        event instanceof WatchEvent.Put
            || event instanceof WatchEvent.Deleted
            || event instanceof WatchEvent.InSync;
    if (tells && !known) {
      look.request();
    }
  }

  @Override
  public void close() {
    try {
      states.close();
    } finally {
      watch.close();
    }
  }
}
