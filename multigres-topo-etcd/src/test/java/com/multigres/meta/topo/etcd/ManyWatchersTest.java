package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.etcd.EtcdClusterExtension;
import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many watchers of a large directory while every member is restarted (T12 to T14). */
@Tag("long")
class ManyWatchersTest {
  private static final TopoPath DIRECTORY = TopoPath.parse("poolers");

  private static final Logger log = LoggerFactory.getLogger(ManyWatchersTest.class);

  @RegisterExtension
  static final EtcdClusterExtension ETCD = EtcdClusterExtension.own(EtcdSetup.temporary());

  /** Believes what it hears, and refuses what comes twice or in the wrong order. */
  private static final class Watcher implements WatchListener {
    private final Map<TopoPath, Version> known = new HashMap<>();
    private final Map<TopoPath, Long> revisions = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Override
    public synchronized void onEvent(WatchEvent event) {
      if (event instanceof WatchEvent.Put put) {
        TopoPath path = put.node().path();
        long revision = revision(put.node().version());
        if (revision <= revisions.getOrDefault(path, 0L)) {
          wrong.add(path + " at " + revision + " after " + revisions.get(path));
        }
        revisions.put(path, revision);
        known.put(path, put.node().version());
      } else if (event instanceof WatchEvent.Deleted deleted) {
        known.remove(deleted.path());
      } else if (!(event instanceof WatchEvent.InSync)) {
        wrong.add(event.toString());
      }
    }

    private static long revision(Version version) {
      return Long.parseLong(version.token().substring(version.token().indexOf('-') + 1));
    }

    synchronized Map<TopoPath, Version> known() {
      return Map.copyOf(known);
    }

    synchronized List<String> wrong() {
      return List.copyOf(wrong);
    }
  }

  @Test
  @Timeout(600)
  void fiftyWatchersOfTenThousandNodesThroughARestartOfEveryMember() {
    int watchers = 50;
    int nodes = 10_000;
    String uri = ETCD.freshRoot().uri() + "?connectTimeout=20s";
    try (TopoStore writer = TopoStores.open(uri)) {
      assertThat(writer.withTimeout(Duration.ofMinutes(2)).writeAll(puts(nodes, "0")))
          .allMatch(result -> result instanceof WriteResult.Written);
      List<TopoStore> stores = new ArrayList<>();
      List<Watcher> all = new ArrayList<>();
      try {
        for (int i = 0; i < watchers; i++) {
          TopoStore store = TopoStores.open(uri);
          Watcher watcher = new Watcher();
          store.watch(DIRECTORY, WatchOptions.tree(), watcher);
          stores.add(store);
          all.add(watcher);
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread changes = new Thread(() -> change(writer, over), "changes");
        changes.start();
        ETCD.cluster().members().forEach(EtcdProcess::restart);
        over.set(true);
        Patience.eventually().atMost(Duration.ofMinutes(2)).until(() -> !changes.isAlive());
        Map<TopoPath, Version> end = new HashMap<>();
        for (Node node : writer.list(DIRECTORY)) {
          end.put(node.path(), node.version());
        }
        for (Watcher watcher : all) {
          Patience.eventually()
              .atMost(Duration.ofMinutes(2))
              .untilAsserted(() -> assertThat(watcher.known().equals(end)).isTrue());
          assertThat(watcher.wrong()).isEmpty();
        }
      } finally {
        stores.forEach(TopoStore::close);
      }
    }
  }

  private static List<Mutation> puts(int nodes, String value) {
    return IntStream.range(0, nodes)
        .mapToObj(
            i ->
                Mutation.put(
                    DIRECTORY.child("p" + i), ByteString.copyFromUtf8(value), Expect.any()))
        .toList();
  }

  private static void change(TopoStore writer, AtomicBoolean over) {
    for (int i = 1; !over.get(); i++) {
      TopoPath path = DIRECTORY.child("p" + i % 10_000);
      try {
        if (i % 7 == 0) {
          writer.delete(path, Expect.any());
        } else {
          var unused = writer.write(path, ByteString.copyFromUtf8("" + i), Expect.any());
        }
      } catch (TopoException awayOrGone) {
        // Whatever became of it, the watchers must agree with the store in the end.
        log.debug("{}: {}", path, awayOrGone.getMessage());
      }
    }
  }
}
