package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdClusterExtension;
import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.etcd.internal.EtcdOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The member that a store uses hangs or dies, and the others are well (T5, T11, T14, T19, T28). */
class HangingMemberTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension
  static final EtcdClusterExtension ETCD = EtcdClusterExtension.own(EtcdSetup.temporary());

  private String uri;
  private EtcdParts parts;
  private TopoStore store;

  @BeforeEach
  void open() {
    uri = ETCD.freshRoot().uri();
    StoreUri patient = StoreUri.parse(uri + "?connectTimeout=20s");
    parts = EtcdParts.open(EtcdOptions.of(patient, StoreOptions.defaults()));
    store = new EtcdTopoStore(parts, TIMEOUT);
  }

  @AfterEach
  void close() {
    ETCD.cluster().members().forEach(EtcdProcess::resume);
    ETCD.cluster().members().stream()
        .filter(member -> !member.running())
        .forEach(EtcdProcess::restart);
    store.close();
  }

  private EtcdProcess inUse() {
    int port = parts.requests.members().current().address().portOr(0);
    return ETCD.cluster().members().stream()
        .filter(member -> member.port() == port)
        .findFirst()
        .orElseThrow();
  }

  /** A store on the members that this one does not use. */
  private TopoStore without(EtcdProcess member) {
    String hosts =
        ETCD.cluster().members().stream()
            .filter(other -> !other.equals(member))
            .map(other -> other.host() + ":" + other.port())
            .collect(Collectors.joining(","));
    String root = uri.replaceFirst("etcd://[^/]*", "");
    return TopoStores.open("etcd://" + hosts + root + "?connectTimeout=20s");
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  @Test
  void whatAMemberThatHangsWasAskedIsAskedOfAnother() {
    Version before = store.write(NODE, bytes("1"), Expect.absent());
    WatchRecorder watcher = new WatchRecorder();
    store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
    watcher.awaitInSync();
    EtcdProcess hanging = inUse();
    try (TopoStore other = without(hanging)) {
      hanging.pause();
      List<Boolean> answered =
          Together.all(
              9,
              number ->
                  number == 0
                      ? !store.write(NODE, bytes("2"), Expect.version(before)).equals(before)
                      : store.read(NODE).isPresent());
      assertThat(answered).containsOnly(true);
      other.write(TopoPath.parse("d/other"), bytes("seen"), Expect.absent());
      watcher.awaitNodes(other.list(TopoPath.root()));
      assertThat(watcher.events(WatchEvent.Resync.class)).isEmpty();
    }
  }

  @Test
  void aStoreThatClosesTakesItsSessionsBackThroughAnotherMember() {
    Session session = store.openSession(Duration.ofMinutes(1));
    session.create(NODE, ByteString.EMPTY);
    EtcdProcess dead = inUse();
    dead.kill();
    store.close();
    try (TopoStore other = without(dead)) {
      assertThat(other.read(NODE)).isEmpty();
    }
  }
}
