package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperRoot;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What travels in one transaction, by itself or with others (T3, T7, T10). */
class TogetherTest {
  @RegisterExtension static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.shared();

  private static final TopoPath DIRECTORY = TopoPath.parse("above/d");
  private static final TopoPath NODE = DIRECTORY.child("node");
  private static final ByteString OLD = ByteString.copyFromUtf8("old");
  private static final ByteString NEW = ByteString.copyFromUtf8("new");
  private static final int MANY = 200;

  private final ZooKeeperRoot root = ZOOKEEPER.freshRoot();
  private TopoStore store;
  private TopoStore other;

  @BeforeEach
  void open() {
    store = TopoStores.open(root.uri());
    other = TopoStores.open(root.uri());
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  private void raw(RawClient.Work work) throws Exception {
    RawClient.on(ZOOKEEPER.server().connectString(), work);
  }

  private static TopoPath node(int number) {
    return DIRECTORY.child("n" + number);
  }

  @Test
  void whatIsRefusedAmongManyChangesNothingForTheOthers() {
    List<Mutation> first = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      first.add(Mutation.put(node(i), OLD, Expect.absent()));
    }
    List<Version> versions =
        store.writeAll(first).stream()
            .map(result -> ((WriteResult.Written) result).version())
            .toList();
    assertThat(versions).hasSize(MANY);
    // Every seventh has gone on meanwhile.
    for (int i = 0; i < MANY; i += 7) {
      other.write(node(i), OLD, Expect.any());
    }
    List<Mutation> second = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      second.add(Mutation.put(node(i), NEW, Expect.version(versions.get(i))));
    }
    List<WriteResult> results = store.writeAll(second);
    for (int i = 0; i < MANY; i++) {
      Node now = other.read(node(i)).orElseThrow();
      if (i % 7 == 0) {
        TopoException refused = ((WriteResult.Failed) results.get(i)).error();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.BAD_VERSION);
        assertThat(now.value()).isEqualTo(OLD);
      } else {
        Version written = ((WriteResult.Written) results.get(i)).version();
        assertThat(now.value()).isEqualTo(NEW);
        assertThat(now.version()).isEqualTo(written);
      }
    }
  }

  @Test
  void aNodeIsMadeInOneTransactionWithItsDirectories() throws Exception {
    store.write(NODE, NEW, Expect.absent());
    List<Long> made = new ArrayList<>();
    raw(
        raw -> {
          for (TopoPath path : List.of(TopoPath.of("above"), DIRECTORY, NODE)) {
            made.add(raw.exists(root.path() + "/" + path, false).getCzxid());
          }
        });
    assertThat(made).hasSize(3);
    assertThat(made.stream().distinct()).hasSize(1);
  }

  @Test
  void aDirectoryThatSomebodyElseMadeIsNoneOfTheCallersBusiness() {
    other.write(DIRECTORY.child("others"), OLD, Expect.absent());
    store.write(NODE, NEW, Expect.absent());
    assertThat(other.list(DIRECTORY)).hasSize(2);
  }

  @Test
  void aDirectoryMayBeANodeOfTheSameBatch() {
    var unused =
        store.commit(
            Batch.builder()
                .put(NODE, NEW, Expect.absent())
                .put(DIRECTORY, OLD, Expect.absent())
                .build());
    assertThat(other.read(NODE).map(Node::value)).contains(NEW);
    assertThat(other.read(DIRECTORY).map(Node::value)).contains(OLD);
  }

  private void remove(ZooKeeper raw, TopoPath directory)
      throws KeeperException, InterruptedException {
    String znode = root.path() + "/" + directory;
    try {
      raw.delete(znode, -1);
    } catch (KeeperException.NoNodeException before) {
      assertThat(before.getPath()).isEqualTo(znode);
    }
  }

  @Test
  void aDirectoryThatTheServersRemovedIsMadeAnew() throws Exception {
    store.write(NODE, NEW, Expect.absent());
    store.delete(NODE, Expect.any());
    // As the servers do by themselves within a minute.
    raw(
        raw -> {
          remove(raw, DIRECTORY);
          remove(raw, TopoPath.of("above"));
        });
    store.write(NODE, NEW, Expect.absent());
    assertThat(other.read(NODE).map(Node::value)).contains(NEW);
  }
}
