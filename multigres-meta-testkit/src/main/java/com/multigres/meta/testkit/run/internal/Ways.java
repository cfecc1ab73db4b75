package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testkit.proxy.Way;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a run can put something between a client and its servers.
 *
 * @param servers each with its port; none where it cannot
 * @param whyNone why it cannot; empty where it can
 */
public record Ways(List<HostPort> servers, String whyNone) {

  /**
   * Looks whether the servers of an address can be reached through a proxy.
   *
   * @param wanted whether accidents are asked for at all
   * @param uri the address
   * @param trial opens a store there and closes it again
   */
  public static Ways to(boolean wanted, String uri, Consumer<List<HostPort>> trial) {
    List<HostPort> servers = StoreUri.parse(uri).addresses();
    if (!wanted) {
      return none("accidents were not asked for: --faults");
    }
    if (servers.isEmpty() || servers.stream().anyMatch(server -> server.port().isEmpty())) {
      return none("the address names no host with its port that a proxy could stand before");
    }
    try (Way way = Way.to(servers)) {
      trial.accept(way.entrances());
      return new Ways(servers, "");
    } catch (RuntimeException refused) {
      return none("the store cannot be opened through a proxy: " + refused.getMessage());
    }
  }

  private static Ways none(String why) {
    return new Ways(List.of(), why);
  }
}
