package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is known of a write whose answer never came (T11). */
class LostRepliesTest {
  private static final TopoPath NODE = TopoPath.of("node");
  private static final TopoPath SECOND = TopoPath.of("second");

  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.own(ZooKeeperSetup.temporary());

  private static ZooKeeperFaults faults;
  private TopoStore store;
  private TopoStore witness;

  @BeforeAll
  static void prepare() {
    faults = new ZooKeeperFaults(List.of(ZOOKEEPER.process()));
  }

  @AfterAll
  static void end() {
    faults.close();
  }

  @BeforeEach
  void open() {
    String root = ZOOKEEPER.freshRoot().path();
    store = faults.open(root);
    witness = TopoStores.open(ZOOKEEPER.server().uri(root) + ZooKeeperFaults.SETTINGS);
  }

  @AfterEach
  void close() {
    store.close();
    witness.close();
    faults.repair();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private Node seen(TopoPath path, String value) {
    return Patience.eventually()
        .until(
            () -> witness.read(path).filter(node -> node.value().equals(bytes(value))),
            found -> found.isPresent())
        .orElseThrow();
  }

  private <T> CompletableFuture<T> unanswered(Supplier<T> call) {
    faults.dropReplies(store);
    return CompletableFuture.supplyAsync(call);
  }

  private void another() {
    faults.cut(store);
    faults.reconnect(store);
  }

  @Test
  void whatIsFoundThereIsDone() {
    CompletableFuture<Version> writing =
        unanswered(() -> store.write(NODE, bytes("new"), Expect.absent()));
    Version written = seen(NODE, "new").version();
    another();
    assertThat(writing.join()).isEqualTo(written);
  }

  @Test
  void aWriteIsKnownByItsOwnNameNotByItsBytes() {
    CompletableFuture<Version> writing =
        unanswered(() -> store.write(NODE, bytes("same"), Expect.absent()));
    var unused = seen(NODE, "same");
    witness.write(NODE, bytes("same"), Expect.any());
    another();
    assertUnknown(writing);
  }

  @Test
  void aBatchIsDoneWhenOneOfItsNodesShowsIt() {
    Batch batch =
        Batch.builder()
            .put(NODE, bytes("one"), Expect.absent())
            .put(SECOND, bytes("two"), Expect.absent())
            .build();
    var writing = unanswered(() -> store.commit(batch));
    Version second = seen(SECOND, "two").version();
    witness.write(NODE, bytes("over"), Expect.any());
    another();
    assertThat(writing.join()).containsEntry(SECOND, second).containsKey(NODE);
  }

  @Test
  void whatNamesTheVersionThatItReplacesIsAskedForAgain() {
    Version before = store.write(NODE, bytes("old"), Expect.absent());
    faults.dropRequests(store);
    CompletableFuture<Version> writing =
        CompletableFuture.supplyAsync(
            () -> store.write(NODE, bytes("new"), Expect.version(before)));
    another();
    assertThat(writing.join()).isEqualTo(seen(NODE, "new").version());
  }

  @Test
  void aDeletionThatNobodySawIsNotTakenForDone() {
    Version before = store.write(NODE, bytes("old"), Expect.absent());
    CompletableFuture<Boolean> deleting =
        unanswered(
            () -> {
              store.delete(NODE, Expect.version(before));
              return true;
            });
    Patience.eventually().until(() -> witness.read(NODE).isEmpty());
    another();
    assertUnknown(deleting);
  }

  private static void assertUnknown(CompletableFuture<?> call) {
    CompletionException failed = catchThrowableOfType(CompletionException.class, call::join);
    assertThat(failed).as("the failure").isNotNull();
    assertThat(failed)
        .cause()
        .isInstanceOfSatisfying(
            TopoException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(Outcome.UNKNOWN));
  }
}
