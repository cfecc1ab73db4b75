package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.ask;
import static com.multigres.meta.postgres.topo.TopoDatabases.credentials;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.uri;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that are cut at the worst moments (rule T11). */
class PostgresTopoLossTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath ZONE1 = path("cells/zone1");
  private static final String REQUEST = "apply_1(";

  private PostgresDatabase database;
  private TcpProxy proxy;
  private TopoStore store;

  @BeforeEach
  void openThroughAProxy() {
    database = POSTGRES.freshDatabase();
    proxy = TcpProxy.to(database.host(), database.port());
    store =
        TopoStores.open(
            uri(proxy.host(), proxy.port(), database, "?prepareThreshold=0&timeout=5s"),
            credentials(database));
  }

  @AfterEach
  void close() {
    proxy.accept();
    proxy.flow(Direction.TO_CLIENT);
    store.close();
    proxy.close();
  }

  @Test
  void aWriteWhoseReplyIsLostIsFoundByItsIdentity() throws Exception {
    proxy.onSight(Direction.TO_SERVER, REQUEST, Fate.FORWARD_THEN_CUT);

    Version version = store.write(ZONE1, value("a"), Expect.absent());

    assertThat(store.read(ZONE1).map(Node::version)).contains(version);
    assertThat(changes()).containsExactly("1");
  }

  @Test
  void aWriteThatNeverArrivedIsSentAgain() throws Exception {
    proxy.onSight(Direction.TO_SERVER, REQUEST, Fate.CUT);

    Version version = store.write(ZONE1, value("a"), Expect.absent());

    assertThat(store.read(ZONE1).map(Node::version)).contains(version);
    assertThat(changes()).containsExactly("1");
  }

  @Test
  void aRefusalWhoseReplyIsLostIsTheSameRefusal() {
    store.write(ZONE1, value("a"), Expect.absent());
    proxy.onSight(Direction.TO_SERVER, REQUEST, Fate.FORWARD_THEN_CUT);

    TopoException refused = refused(() -> store.write(ZONE1, value("b"), Expect.absent()));

    assertThat(refused.code()).isEqualTo(Code.NODE_EXISTS);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
  }

  @Test
  void manyWritesWhoseReplyIsLostHaveEachItsOwnResult() {
    store.write(ZONE1, value("a"), Expect.absent());
    proxy.onSight(Direction.TO_SERVER, REQUEST, Fate.FORWARD_THEN_CUT);

    List<WriteResult> results =
        store.writeAll(
            List.of(
                Mutation.put(path("x"), value("1"), Expect.absent()),
                Mutation.put(ZONE1, value("2"), Expect.absent()),
                Mutation.delete(ZONE1, Expect.any())));

    assertThat(results.get(0))
        .isEqualTo(new WriteResult.Written(store.read(path("x")).orElseThrow().version()));
    assertThat(results.get(1)).isInstanceOf(WriteResult.Failed.class);
    assertThat(results.get(2)).isEqualTo(new WriteResult.Deleted());
  }

  @Test
  void aWriteIsUnknownWhenTheServerIsNotHeardFromAgain() {
    proxy.onSight(
        Direction.TO_SERVER,
        REQUEST,
        () -> {
          proxy.stall(Direction.TO_CLIENT);
          return Fate.FORWARD_THEN_CUT;
        });
    TopoStore hurried = store.withTimeout(Duration.ofSeconds(2));

    TopoException lost = refused(() -> hurried.write(ZONE1, value("a"), Expect.absent()));

    assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(lost.retrySafe()).isFalse();
  }

  @Test
  void aWriteThatWasNotSentIsNotApplied() {
    proxy.refuse();
    proxy.cut();

    TopoException lost =
        refused(
            () -> store.withTimeout(Duration.ofSeconds(2)).write(ZONE1, value("a"), Expect.any()));

    assertThat(lost.code()).isIn(Code.UNAVAILABLE, Code.TIMEOUT);
    proxy.accept();
    assertThat(store.read(ZONE1)).isEmpty();
  }

  @Test
  void aWriteThatIsStillOnItsWayIsMadeImpossible() throws Exception {
    TopoException late;
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT * FROM multigres_topo.counter FOR UPDATE");
      proxy.onSight(Direction.TO_SERVER, REQUEST, Fate.FORWARD_THEN_CUT);

      late =
          refused(
              () ->
                  store.withTimeout(Duration.ofSeconds(3)).write(ZONE1, value("a"), Expect.any()));
      other.commit();
    }
    assertThat(late.code()).isEqualTo(Code.TIMEOUT);
    assertThat(late.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    store.write(path("after"), value("b"), Expect.absent());
    assertThat(store.read(ZONE1)).isEmpty();
  }

  @Test
  void aSessionThatCannotBeClosedSaysUnknownAtItsDeadline() {
    Session session = store.withTimeout(Duration.ofSeconds(1)).openSession(Duration.ofSeconds(2));
    session.create(ZONE1, value("a"));
    proxy.refuse();
    proxy.cut();

    TopoException lost = refused(session::close);

    assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  private List<String> changes() throws Exception {
    return ask(database, "SELECT count(*) FROM multigres_topo.log WHERE key <> ''");
  }

  private static TopoException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).as("the call was to fail").isNotNull();
    return error;
  }
}
