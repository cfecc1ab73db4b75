package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.ask;
import static com.multigres.meta.postgres.topo.TopoDatabases.credentials;
import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.uri;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Locks whose connections are cut at the worst moments (rules T11, T22 and T23). */
class PostgresLockLossTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private static final TopoPath SHARD = path("databases/db1/default/0-inf");
  private static final TopoPath RECORD = path("record");
  private static final String LOCK = "lock_2(";
  private static final String RELEASE = "close_session_1(";
  private static final LockOptions BRIEF = LockOptions.of("test").ttl(Duration.ofSeconds(2));

  private PostgresDatabase database;
  private TcpProxy proxy;
  private TopoStore store;
  private TopoStore other;

  @BeforeEach
  void openThroughAProxy() {
    database = POSTGRES.freshDatabase();
    proxy = TcpProxy.to(database.host(), database.port());
    store =
        TopoStores.open(
            uri(proxy.host(), proxy.port(), database, "?prepareThreshold=0&timeout=5s"),
            credentials(database));
    other = TopoDatabases.open(database);
  }

  @AfterEach
  void close() {
    proxy.accept();
    proxy.flow(Direction.TO_CLIENT);
    proxy.flow(Direction.TO_SERVER);
    store.close();
    other.close();
    proxy.close();
  }

  @Test
  void aGrantWhoseReplyIsLostIsFoundByItsIdentity() {
    proxy.onSight(Direction.TO_SERVER, LOCK, Fate.FORWARD_THEN_CUT);

    TopoLock lock = store.locks().lock(SHARD, BRIEF);

    assertThat(other.locks().queue(SHARD)).containsExactly(lock.info());
    store.write(RECORD, value("guarded"), Expect.any(), Guard.holds(lock));
  }

  @Test
  void aLockThatWasNeverAskedForIsAskedForAgain() {
    proxy.onSight(Direction.TO_SERVER, LOCK, Fate.CUT);

    TopoLock lock = store.locks().lock(SHARD, BRIEF);

    assertThat(other.locks().queue(SHARD)).containsExactly(lock.info());
  }

  @Test
  void aGrantWhoseCallerWasInterruptedIsGivenBackAtOnce() throws InterruptedException {
    proxy.onSight(
        Direction.TO_SERVER,
        LOCK,
        () -> {
          proxy.stall(Direction.TO_CLIENT);
          return Fate.FORWARD;
        });
    LockOptions patient = LockOptions.of("interrupted").waiting(Duration.ofMinutes(1));
    CompletableFuture<TopoException> refusal = new CompletableFuture<>();
    TopoStore slow = store.withTimeout(Duration.ofMinutes(1));
    Thread asking =
        new Thread(
            () ->
                refusal.complete(
                    catchThrowableOfType(
                        TopoException.class, () -> slow.locks().lock(SHARD, patient))));
    asking.start();
    await().until(() -> other.locks().queue(SHARD).size() == 1);

    asking.interrupt();

    assertThat(refusal.join().code()).isEqualTo(Code.INTERRUPTED);
    assertThat(refusal.join().outcome()).isEqualTo(Outcome.NOT_APPLIED);
    proxy.flow(Direction.TO_CLIENT);
    // Much less than the 30 s that a place which nobody renews stands.
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(other.locks().queue(SHARD)).isEmpty());
    asking.join();
  }

  @Test
  void aReleaseWhoseReplyIsLostIsDone() {
    TopoLock lock = store.locks().lock(SHARD, BRIEF);
    proxy.onSight(Direction.TO_SERVER, RELEASE, Fate.FORWARD_THEN_CUT);

    lock.close();

    assertThat(other.locks().tryLock(SHARD, BRIEF).isHeld()).isTrue();
  }

  @Test
  void aGuardedWriteWhoseReplyIsLostIsAppliedOnce() {
    TopoLock lock = store.locks().lock(SHARD, BRIEF);
    proxy.onSight(Direction.TO_SERVER, "apply_1(", Fate.FORWARD_THEN_CUT);

    store.write(RECORD, value("once"), Expect.absent(), Guard.holds(lock));

    assertThat(other.read(RECORD).orElseThrow().value()).isEqualTo(value("once"));
  }

  @Test
  void aHolderWhoseServerHangsGivesUpBeforeItsTimeToLiveIsOver() {
    TopoLock lock = store.locks().lock(SHARD, BRIEF);
    AtomicInteger told = new AtomicInteger();
    lock.onLost(told::incrementAndGet);
    long begun = System.nanoTime();

    proxy.stall(Direction.TO_CLIENT);
    proxy.stall(Direction.TO_SERVER);
    await().until(() -> told.get() == 1);

    // Renewed for the last time before it hung.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    assertThat(catchThrowableOfType(TopoException.class, lock::check).code())
        .isEqualTo(Code.LOCK_LOST);
    TopoLock next = other.locks().lock(SHARD, BRIEF.waiting(Duration.ofSeconds(20)));
    assertThat(next.token().isAfter(lock.token())).isTrue();
  }

  @Test
  void aWaiterThatIsCutOffComesBackToItsPlace() {
    TopoLock held = other.locks().lock(SHARD, LockOptions.of("holder"));
    LockOptions patient =
        LockOptions.of("waiter").ttl(Duration.ofSeconds(20)).waiting(Duration.ofSeconds(30));
    CompletableFuture<TopoLock> waiting =
        CompletableFuture.supplyAsync(
            () -> store.withTimeout(Duration.ofSeconds(30)).locks().lock(SHARD, patient));
    await().until(() -> other.locks().queue(SHARD).size() == 2);

    proxy.cut();
    held.close();

    await().until(waiting::isDone);
    assertThat(waiting.join().isHeld()).isTrue();
  }

  @Test
  void aGrantThatNobodyLearnsOfDoesNotStandForItsWholeTimeToLive() throws Exception {
    proxy.onSight(
        Direction.TO_SERVER,
        LOCK,
        () -> {
          proxy.stall(Direction.TO_CLIENT);
          return Fate.FORWARD;
        });
    LockOptions forADay = LockOptions.of("test").ttl(Duration.ofDays(1));

    TopoException failure =
        catchThrowableOfType(TopoException.class, () -> store.locks().lock(SHARD, forADay));

    assertThat(failure).isNotNull();
    assertThat(
            ask(
                database,
                "SELECT max(expires_at - clock_timestamp()) <= '30s' FROM multigres_topo.session"))
        .containsExactly("t");
  }

  @Test
  void aLockAndItsReleaseAreOneRoundTripEach() {
    AtomicInteger locks = new AtomicInteger();
    AtomicInteger releases = new AtomicInteger();
    count(LOCK, locks);
    count(RELEASE, releases);

    store.locks().lock(SHARD, BRIEF).close();

    assertThat(locks).hasValue(1);
    assertThat(releases).hasValue(1);
    assertThat(other.locks().queue(SHARD)).isEmpty();
  }

  /** A sighting is over with its first. */
  private void count(String text, AtomicInteger sightings) {
    proxy.onSight(
        Direction.TO_SERVER,
        text,
        () -> {
          sightings.incrementAndGet();
          count(text, sightings);
          return Fate.FORWARD;
        });
  }
}
