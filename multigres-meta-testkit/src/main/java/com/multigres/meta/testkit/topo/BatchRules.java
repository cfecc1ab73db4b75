package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Batches and many independent writes (T10). */
interface BatchRules extends TopoFixture {

  private boolean refusesBatches() {
    Batch any = Batch.builder().put(path("a"), bytes("v"), Expect.any()).build();
    return lacking(Capability.ATOMIC_BATCH, () -> store().commit(any));
  }

  @Test
  @Rule("T10")
  default void aBatchAppliesAllItsWrites() {
    if (refusesBatches()) {
      return;
    }
    Version old = put(path("replaced"), "old");
    put(path("deleted"), "old");
    Map<TopoPath, Version> written =
        store()
            .commit(
                Batch.builder()
                    .put(path("created"), bytes("new"), Expect.absent())
                    .put(path("replaced"), bytes("new"), Expect.version(old))
                    .delete(path("deleted"), Expect.any())
                    .build());
    assertThat(written).containsOnlyKeys(path("created"), path("replaced"));
    assertThat(store().list(TopoPath.root()))
        .allSatisfy(
            node -> {
              assertThat(node.value()).isEqualTo(bytes("new"));
              assertThat(node.version()).isEqualTo(written.get(node.path()));
            })
        .hasSize(2);
  }

  @Test
  @Rule("T10")
  default void aBatchWithAnyFailedExpectationChangesNothing() {
    if (refusesBatches()) {
      return;
    }
    Version stale = put(path("b"), "first");
    Version current = put(path("b"), "second");
    check(Code.BAD_VERSION, path("b"), Mutation.put(path("b"), bytes("x"), Expect.version(stale)));
    check(Code.NODE_EXISTS, path("b"), Mutation.put(path("b"), bytes("x"), Expect.absent()));
    check(Code.NO_NODE, path("c"), Mutation.delete(path("c"), Expect.any()));
    assertThat(store().list(TopoPath.root())).extracting(Node::version).containsExactly(current);
  }

  private void check(Code code, TopoPath failing, Mutation failed) {
    TopoException error =
        refused(
            code,
            () ->
                store()
                    .commit(
                        Batch.builder()
                            .put(path("a"), bytes("x"), Expect.absent())
                            .add(failed)
                            .put(path("d"), bytes("x"), Expect.any())
                            .build()));
    assertThat(error.path()).contains(failing);
  }

  @Test
  @Rule("T10")
  default void everyConditionMustHold() {
    if (refusesBatches()) {
      return;
    }
    Version stale = put(path("b"), "first");
    Version current = put(path("b"), "second");
    checkCondition(Code.NO_NODE, new Batch.Condition.Exists(path("c")));
    checkCondition(Code.NODE_EXISTS, new Batch.Condition.Missing(path("b")));
    checkCondition(Code.BAD_VERSION, new Batch.Condition.HasVersion(path("b"), stale));
    checkCondition(Code.BAD_INPUT, new Batch.Condition.HasVersion(path("c"), current));
    assertThat(store().read(path("a"))).isEmpty();
    store()
        .commit(
            Batch.builder()
                .when(new Batch.Condition.Exists(path("b")))
                .when(new Batch.Condition.HasVersion(path("b"), current))
                .when(new Batch.Condition.Missing(path("c")))
                .put(path("a"), bytes("x"), Expect.absent())
                .build());
    assertThat(store().read(path("a"))).isPresent();
    assertThat(standing(store(), path("b")).version()).isEqualTo(current);
  }

  private void checkCondition(Code code, Batch.Condition condition) {
    refused(
        code,
        () ->
            store()
                .commit(
                    Batch.builder()
                        .when(condition)
                        .put(path("a"), bytes("x"), Expect.any())
                        .build()));
  }

  @Test
  @Rule("T10")
  default void conditionsLookAtTheStateBeforeTheBatch() {
    if (refusesBatches()) {
      return;
    }
    store()
        .commit(
            Batch.builder()
                .when(new Batch.Condition.Missing(path("a")))
                .put(path("a"), bytes("x"), Expect.absent())
                .build());
    refused(
        Code.NO_NODE,
        () ->
            store()
                .commit(
                    Batch.builder()
                        .when(new Batch.Condition.Exists(path("b")))
                        .put(path("b"), bytes("x"), Expect.absent())
                        .build()));
  }

  @Test
  @Rule("T10")
  default void aBatchOverItsLimitsIsRefusedAndChangesNothing() {
    if (refusesBatches()) {
      return;
    }
    Batch.Builder tooMany = Batch.builder();
    for (int i = 0; i <= store().capabilities().maxBatchOperations(); i++) {
      tooMany.put(TopoPath.of("n" + i), ByteString.EMPTY, Expect.absent());
    }
    refused(Code.TOO_LARGE, () -> store().commit(tooMany.build()));
    ByteString large = ByteString.copyFrom(new byte[store().capabilities().maxValueBytes()]);
    Batch.Builder tooLarge = Batch.builder();
    for (int i = 0; i <= store().capabilities().maxBatchBytes() / large.size(); i++) {
      tooLarge.put(TopoPath.of("n" + i), large, Expect.absent());
    }
    refused(Code.TOO_LARGE, () -> store().commit(tooLarge.build()));
    assertThat(store().children(TopoPath.root())).isEmpty();
  }

  @Test
  @Rule("T10")
  default void theLargestBatchFits() {
    if (refusesBatches()) {
      return;
    }
    int most = store().capabilities().maxBatchOperations();
    Batch.Builder batch = Batch.builder();
    for (int i = 0; i < most; i++) {
      batch.put(TopoPath.of("n" + i), ByteString.EMPTY, Expect.absent());
    }
    assertThat(store().commit(batch.build())).hasSize(most);
    assertThat(store().children(TopoPath.root())).hasSize(most);
  }

  @Test
  @Rule("T10")
  default void aBatchThatWritesAPathTwiceIsRefused() {
    refused(
        Code.BAD_INPUT,
        () ->
            Batch.builder()
                .put(path("a"), bytes("1"), Expect.any())
                .delete(path("a"), Expect.any())
                .build());
  }

  @Test
  @Rule("T10")
  default void independentWritesSucceedAndFailEachByItself() {
    Version stands = put(path("b"), "stands");
    List<WriteResult> results =
        store()
            .writeAll(
                List.of(
                    Mutation.put(path("a"), bytes("1"), Expect.absent()),
                    Mutation.put(path("b"), bytes("2"), Expect.absent()),
                    Mutation.delete(path("c"), Expect.any()),
                    Mutation.put(TopoPath.root(), bytes("3"), Expect.any()),
                    Mutation.delete(path("b"), Expect.version(stands))));
    assertThat(results).hasSize(5);
    assertThat(results.get(0))
        .isEqualTo(new WriteResult.Written(standing(store(), path("a")).version()));
    assertThat(code(results.get(1))).isEqualTo(Code.NODE_EXISTS);
    assertThat(code(results.get(2))).isEqualTo(Code.NO_NODE);
    assertThat(code(results.get(3))).isEqualTo(Code.BAD_INPUT);
    assertThat(results.get(4)).isEqualTo(new WriteResult.Deleted());
    assertThat(store().children(TopoPath.root())).containsExactly("a");
  }

  private static Code code(WriteResult result) {
    assertThat(result).isInstanceOf(WriteResult.Failed.class);
    return ((WriteResult.Failed) result).error().code();
  }

  @Test
  @Rule("T10")
  default void independentWritesOfOnePathAreAppliedInOrder() {
    List<WriteResult> results =
        store()
            .writeAll(
                List.of(
                    Mutation.put(path("a"), bytes("1"), Expect.absent()),
                    Mutation.put(path("a"), bytes("2"), Expect.any()),
                    Mutation.delete(path("a"), Expect.any()),
                    Mutation.put(path("a"), bytes("3"), Expect.absent())));
    assertThat(results).noneMatch(WriteResult.Failed.class::isInstance);
    assertThat(standing(store(), path("a")).value()).isEqualTo(bytes("3"));
    assertThat(store().writeAll(List.of())).isEmpty();
  }
}
