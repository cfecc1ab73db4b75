package com.multigres.meta.testkit.proxy;

import com.multigres.meta.store.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One client's way to its servers: a proxy before each. Thread-safe.
 *
 * @param proxies in the order of the servers
 */
public record Way(List<TcpProxy> proxies) implements AutoCloseable {

  /** Copies the list. */
  public Way {
    proxies = List.copyOf(proxies);
  }

  /** A proxy before each server, which are named with their ports. */
  public static Way to(List<HostPort> servers) {
    return new Way(
        servers.stream()
            .map(server -> TcpProxy.to(server.host(), server.port().orElseThrow()))
            .toList());
  }

  /** Where a client enters it. */
  public List<HostPort> entrances() {
    return proxies.stream()
        .map(proxy -> new HostPort(proxy.host(), OptionalInt.of(proxy.port())))
        .toList();
  }

  /** The same as the hosts of an address: {@code host:port,host:port}. */
  public String hosts() {
    return entrances().stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  /** Leads it to other servers, as many as before: open connections are cut. */
  public void lead(List<HostPort> servers) {
    for (int i = 0; i < proxies.size(); i++) {
      HostPort server = servers.get(i);
      proxies.get(i).redirect(server.host(), server.port().orElseThrow());
      proxies.get(i).cut();
    }
  }

  /** Ends all connections and lets nobody connect, until {@link #heal}. */
  public void cut() {
    each(
        proxy -> {
          proxy.refuse();
          proxy.cut();
        });
  }

  /** Makes it whole again, whatever had befallen it. */
  public void heal() {
    each(TcpProxy::heal);
  }

  /** Lets each question and its answer together take longer, until {@link #heal}. */
  public void delay(Duration more) {
    for (Direction direction : Direction.values()) {
      each(proxy -> proxy.delay(direction, more.dividedBy(2)));
    }
  }

  /** Loses what goes one way, until {@link #heal}. */
  public void drop(Direction direction) {
    each(proxy -> proxy.drop(direction));
  }

  /** Holds back what goes either way, until {@link #heal}. */
  public void stall() {
    for (Direction direction : Direction.values()) {
      each(proxy -> proxy.stall(direction));
    }
  }

  private void each(Consumer<TcpProxy> what) {
    proxies.forEach(what);
  }

  @Override
  public void close() {
    each(TcpProxy::close);
  }
}
