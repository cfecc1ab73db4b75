package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.open;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every kind of statement of the topology, once, on one server or through one pooler. */
abstract class EveryKindOfTopoStatement {
  private static final TopoPath ZONE1 = path("cells/zone1");
  private static final TopoPath POOLER = path("poolers/multipooler-zone1-abc");

  private final PostgresExtension postgres;

  EveryKindOfTopoStatement(PostgresExtension postgres) {
    this.postgres = postgres;
  }

  /** Opens a store on the way to be tested. */
  TopoStore opened(PostgresDatabase database) {
    return open(database);
  }

  @Test
  void nodesAreWrittenReadListedAndDeleted() {
    try (TopoStore store = opened(postgres.freshDatabase())) {
      store.write(ZONE1, value("a"), Expect.absent());
      Node node = store.read(ZONE1).orElseThrow();
      assertThat(store.list(TopoPath.root())).containsExactly(node);
      assertThat(store.children(TopoPath.root())).containsExactly("cells");

      store.delete(ZONE1, Expect.version(node.version()));

      assertThat(
              catchThrowableOfType(
                      TopoException.class,
                      () -> store.write(ZONE1, value("b"), Expect.version(node.version())))
                  .code())
          .isEqualTo(Code.NO_NODE);
    }
  }

  @Test
  void aBatchIsAllOrNothing() {
    try (TopoStore store = opened(postgres.freshDatabase())) {
      Batch batch =
          Batch.builder()
              .when(new Batch.Condition.Exists(POOLER))
              .put(ZONE1, value("a"), Expect.any())
              .build();

      assertThat(catchThrowableOfType(TopoException.class, () -> store.commit(batch)).code())
          .isEqualTo(Code.NO_NODE);
      assertThat(store.list(TopoPath.root())).isEmpty();
    }
  }

  @Test
  void aSessionsNodeIsWatchedAndGoesWithIt() {
    PostgresDatabase database = postgres.freshDatabase();
    try (TopoStore watching = opened(database);
        TopoStore store = opened(database)) {
      RecordedEvents events = new RecordedEvents();
      watching.watch(path("poolers"), WatchOptions.tree(), events);
      Session session = store.openSession(Duration.ofSeconds(5));
      session.create(POOLER, value("a"));
      events.awaitText("put poolers/multipooler-zone1-abc=a");

      session.close();

      events.awaitText("deleted poolers/multipooler-zone1-abc");
      assertThat(watching.read(POOLER)).isEmpty();
    }
  }
}
