package com.multigres.meta.testkit.run.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.proxy.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One client's way to its servers: a proxy before each.
 *
 * @param proxies in the order of the servers
 */
public record Way(List<TcpProxy> proxies) implements AutoCloseable {

  /** A proxy before each server. */
  public static Way to(List<HostPort> servers) {
    List<TcpProxy> proxies = new ArrayList<>();
    for (HostPort server : servers) {
      proxies.add(TcpProxy.to(server.host(), server.port().orElseThrow()));
    }
    return new Way(List.copyOf(proxies));
  }

  /** Where a client enters it. */
  public List<HostPort> entrances() {
    return proxies.stream()
        .map(proxy -> new HostPort(proxy.host(), OptionalInt.of(proxy.port())))
        .toList();
  }

  void each(Consumer<TcpProxy> what) {
    proxies.forEach(what);
  }

  @Override
  public void close() {
    each(TcpProxy::close);
  }
}
