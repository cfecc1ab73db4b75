package com.multigres.meta.postgres.topo;

import static com.multigres.meta.postgres.topo.TopoDatabases.path;
import static com.multigres.meta.postgres.topo.TopoDatabases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.fault.FaultPlan;
import com.multigres.meta.testkit.fault.FaultRun;
import com.multigres.meta.testkit.fault.FaultSchedule;
import com.multigres.meta.testkit.fault.Injection;
import com.multigres.meta.testkit.fault.Span;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each accident that the tests of this backend offer, seen to bite. */
class PostgresFaultsTest {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static final TopoPath NODE = path("node");
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static PostgresFaults faults;

  private final String root = "/faults-" + UUID.randomUUID();
  private final List<TopoStore> opened = new ArrayList<>();
  private TopoStore client;
  private TopoStore other;

  @BeforeAll
  static void prepare() {
    faults = new PostgresFaults(POSTGRES);
  }

  @BeforeEach
  void openTwoClients() {
    client = open();
    other = open();
    other.write(NODE, value("before"), Expect.any());
    // Its connection has been used a moment ago, and is not tried before the next call.
    client.read(NODE);
  }

  @AfterEach
  void closeAll() {
    faults.repair();
    opened.forEach(TopoStore::close);
  }

  private TopoStore open() {
    TopoStore store = faults.open(root);
    opened.add(store);
    return store;
  }

  @Test
  void aClientThatIsCutOffReachesNobody() {
    faults.cut(client);

    assertThat(lost(this::write).category()).isEqualTo(ErrorCategory.TRANSIENT);
    assertThat(seenByTheOther()).isEqualTo("before");
    recovers();
    assertThat(seenByTheOther()).isEqualTo("before");
  }

  @Test
  void aDelayedClientWaitsThatMuchLonger() {
    Duration more = Duration.ofMillis(600);

    faults.delay(client, more);

    assertThat(Patience.taken(() -> client.read(NODE))).isGreaterThanOrEqualTo(more);
    faults.reconnect(client);
    Patience.within("a read without a delay", more, () -> Patience.taken(() -> client.read(NODE)));
  }

  @Test
  void ofLostRequestsTheServerKnowsNothing() {
    writesAreUnknown(faults::dropRequests);

    assertThat(seenByTheOther()).isEqualTo("before");
    recovers();
    assertThat(seenByTheOther()).isEqualTo("before");
  }

  @Test
  void whatWasAskedForBeforeTheReplyWasLostIsDone() {
    writesAreUnknown(faults::dropReplies);

    assertThat(seenByTheOther()).isEqualTo("written");
    recovers();
  }

  @Test
  void onAHalfOpenWayAWriteIsUnknownAtItsDeadline() {
    writesAreUnknown(faults::halfOpen);

    assertThat(seenByTheOther()).isEqualTo("before");
    recovers();
    assertThat(seenByTheOther()).isIn("before", "written");
  }

  /**
   * A busy machine may let the connection lie idle for so long that the store tries it first, and
   * never sends the write: that is {@code NOT_APPLIED}, and one good time of three is enough.
   */
  private void writesAreUnknown(Consumer<TopoStore> fault) {
    List<Outcome> outcomes = new ArrayList<>();
    while (!outcomes.contains(Outcome.UNKNOWN)) {
      assertThat(outcomes).hasSizeLessThan(3);
      if (!outcomes.isEmpty()) {
        recovers();
        client.read(NODE);
      }
      fault.accept(client);
      outcomes.add(lost(this::write).outcome());
    }
  }

  @Test
  void aPausedServerAnswersNobodyUntilItGoesOn() {
    outage(faults::pause, faults::resume);
  }

  @Test
  void aKilledServerComesBackWithWhatItHadAcknowledged() {
    outage(faults::kill, faults::restart);
  }

  @Test
  void aStoppedServerComesBackWithItsState() {
    outage(faults::stop, faults::restart);
  }

  private void outage(Runnable begin, Runnable end) {
    begin.run();

    assertThat(lost(() -> other.withTimeout(SHORT).read(NODE)).category())
        .isEqualTo(ErrorCategory.TRANSIENT);
    end.run();
    recovers();
    assertThat(seenByTheOther()).isEqualTo("before");
  }

  @Test
  void anExpiredSessionIsOverAndItsNodesGo() {
    Session session = client.openSession(Duration.ofSeconds(20));
    session.create(path("bound"), value("1"));

    faults.expireSession(client);

    Patience.eventually().untilAsserted(() -> assertThat(other.read(path("bound"))).isEmpty());
    Patience.eventually().until(session::isOver);
  }

  @Test
  void aRunOfAllOfThemEndsWithAServerThatServesEveryClient() {
    int operations = 600;
    List<TopoStore> clients = IntStream.range(0, 4).mapToObj(number -> open()).toList();
    FaultPlan plan =
        FaultPlan.of(faults, clients.size(), operations)
            .paced(new Span(30, 70), new Span(5, 20))
            .notLongerThan(Duration.ofSeconds(1));
    FaultSchedule schedule = FaultSchedule.of(Seed.of("faults"), plan);
    AtomicInteger failed = new AtomicInteger();

    FaultRun<TopoStore> run = FaultRun.begin(schedule, faults, clients);
    try (run) {
      Together.all(
          clients.size(),
          number -> {
            for (int i = 0; i < operations / clients.size(); i++) {
              run.operationBegins();
              failed.addAndGet(attempt(clients.get(number), "a" + number + i));
            }
            return number;
          });
    }

    assertThat(run.injections())
        .as(schedule.toString())
        .hasSameSizeAs(schedule.incidents())
        .allMatch(injection -> injection.failure().isEmpty());
    assertThat(run.injections()).extracting(Injection::incident).isNotEmpty();
    assertThat(failed.get()).isLessThan(operations);
    clients.forEach(PostgresFaultsTest::awaitAnswer);
  }

  private static int attempt(TopoStore store, String name) {
    try {
      store.withTimeout(Duration.ofMillis(500)).write(path(name), value("1"), Expect.any());
      return 0;
    } catch (TopoException befallen) {
      return 1;
    }
  }

  private void write() {
    client.withTimeout(SHORT).write(NODE, value("written"), Expect.any());
  }

  private String seenByTheOther() {
    Node node = other.read(NODE).orElseThrow();
    return node.value().toStringUtf8();
  }

  private void recovers() {
    faults.reconnect(client);
    awaitAnswer(client);
    awaitAnswer(other);
  }

  private static void awaitAnswer(TopoStore store) {
    Patience.eventually()
        .ignoreExceptionsInstanceOf(TopoException.class)
        .until(() -> store.withTimeout(SHORT).read(NODE).isPresent());
  }

  private static TopoException lost(ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).as("the call was to fail").isNotNull();
    return error;
  }
}
