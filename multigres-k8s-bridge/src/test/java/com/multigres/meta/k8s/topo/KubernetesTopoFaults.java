package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.TlsDoor;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.Sighting;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testkit.proxy.Way;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import com.multigres.meta.testservers.process.ServerProcess;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Accidents of an API server of the test's own, and of the way to it: one for each store, in the
 * hands of a user with the role that is shipped.
 */
final class KubernetesTopoFaults implements Faults, ProxiedFaults<TopoStore>, AutoCloseable {
  private static final String RENEWAL = "PATCH /apis/coordination.k8s.io/";

  private final KubernetesProcess kubernetes;
  private final Place place;
  private final TlsDoor door;
  private final StoreWays<TopoStore> ways;
  private final AtomicInteger accidents = new AtomicInteger();
  private final AtomicBoolean full = new AtomicBoolean();
  private final HttpClient client = HttpClient.newHttpClient();

  KubernetesTopoFaults(KubernetesProcess kubernetes, Place place) {
    this.kubernetes = kubernetes;
    this.place = place;
    this.door = new TlsDoor(kubernetes.url(), place.userWithTheRole());
    this.ways = StoreWays.to(List.of(new HostPort("127.0.0.1", OptionalInt.of(door.port()))));
  }

  TopoStore open(String root) {
    return ways.open(
        way ->
            TopoStores.open(
                "k8s://%s%s?connectTimeout=15s&timeout=30s&server=http://%s"
                    .formatted(place.namespace(), root, way.hosts())));
  }

  @Override
  public Way way(TopoStore store) {
    return ways.of(store);
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.complementOf(
        EnumSet.of(Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA, Fault.SKEW_CLOCK));
  }

  /** The server cannot tell whose they are. */
  @Override
  public void expireSession(TopoStore store) {
    place.endSessions();
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  /** Whatever begins as a renewal never arrives, and its connection is cut. */
  @Override
  public void loseRenewals(TopoStore store) {
    TcpProxy proxy = way(store).proxies().get(0);
    Sighting unused = proxy.onSight(Direction.TO_SERVER, RENEWAL, () -> lost(store));
  }

  private Fate lost(TopoStore store) {
    loseRenewals(store);
    return Fate.CUT;
  }

  @Override
  public void fillQuota() {
    full.set(true);
    alarm("ACTIVATE");
  }

  @Override
  public void freeQuota() {
    if (full.compareAndSet(true, false)) {
      alarm("DEACTIVATE");
    }
  }

  /** Its etcd has no more room, or has some again. */
  private void alarm(String action) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(kubernetes.etcd().endpoint() + "/v3/maintenance/alarm"))
            .POST(BodyPublishers.ofString("{\"action\":\"" + action + "\",\"alarm\":\"NOSPACE\"}"))
            .build();
    try {
      int status = client.send(request, BodyHandlers.ofString()).statusCode();
      if (status != 200) {
        throw new IllegalStateException(action + " of the alarm: " + status);
      }
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void stop() {
    kubernetes.stop();
  }

  /** The server itself, or the etcd behind it: each time the other. */
  @Override
  public void kill() {
    next().kill();
  }

  @Override
  public void restart() {
    both().filter(server -> !server.running()).forEach(ServerProcess::restart);
  }

  @Override
  public void pause() {
    next().pause();
  }

  @Override
  public void resume() {
    both().forEach(ServerProcess::resume);
  }

  private ServerProcess next() {
    return accidents.incrementAndGet() % 2 == 0 ? kubernetes.etcd() : kubernetes;
  }

  private Stream<ServerProcess> both() {
    return Stream.of(kubernetes.etcd(), kubernetes);
  }

  /** A server that starts knows nothing of what was before. */
  @Override
  public void compact() {
    kubernetes.restart();
  }

  /** The same place in the network and the same namespace, and nothing of what they held. */
  @Override
  public void wipe() {
    ways.stores().forEach(this::cut);
    kubernetes.stop();
    kubernetes.etcd().stop();
    delete(kubernetes.etcd().folder().data());
    kubernetes.etcd().start();
    kubernetes.restart();
    place.makeAnew();
    ways.stores().forEach(this::reconnect);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  @Override
  public void repair() {
    resume();
    restart();
    freeQuota();
    ways.repair();
  }

  @Override
  public void close() throws IOException {
    ways.close();
    door.close();
  }
}
