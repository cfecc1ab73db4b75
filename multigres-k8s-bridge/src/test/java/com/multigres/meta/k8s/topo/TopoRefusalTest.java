package com.multigres.meta.k8s.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.k8s.catalog.Front;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesNamespace;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the server may answer, and what becomes of it. */
@Timeout(120)
class TopoRefusalTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final TopoPath A = TopoPath.of("a");
  private static final ByteString VALUE = ByteString.copyFromUtf8("v");

  private static KubernetesNamespace namespace;

  private Front front;
  private TopoStore store;

  @BeforeAll
  static void makeANamespace() {
    namespace = KUBERNETES.freshNamespace();
  }

  @AfterAll
  static void removeIt() {
    namespace.close();
  }

  @BeforeEach
  void openBehindTheFront() {
    var server = KUBERNETES.server();
    front = new Front(server.url(), server.admin().certificate().orElseThrow());
    // Others' renewals are of no interest here.
    store = open("connectTimeout=15s&observe=false");
  }

  private TopoStore open(String options) {
    return TopoStores.open(
        "k8s://%s/%s?server=%s&%s"
            .formatted(namespace.name(), "root-" + UUID.randomUUID(), front.url(), options));
  }

  @AfterEach
  void close() {
    store.close();
    front.close();
  }

  private static TopoException failed(Code code, Outcome outcome, ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.outcome()).as(error.getMessage()).isEqualTo(outcome);
    return error;
  }

  private Version create() {
    return store.write(A, VALUE, Expect.absent());
  }

  private List<String> asked(String method) {
    return front.asked().stream().filter(method::equals).toList();
  }

  @Test
  void aServerThatAsksForPatienceGetsIt() {
    front.answer(1, "POST", 429, "TooManyRequests", "please wait", 1);
    assertThat(Patience.taken(this::create)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(store.read(A)).isPresent();
  }

  @Test
  void aServerThatAsksForMorePatienceThanThereIsTimeIsLeftAlone() {
    front.answer(1, "POST", 429, "TooManyRequests", "please wait", 60);
    TopoException error = failed(Code.UNAVAILABLE, Outcome.NOT_APPLIED, this::create);
    assertThat(error).hasMessageContaining("429").hasMessageContaining("please wait");
    assertThat(error.retrySafe()).isTrue();
    assertThat(asked("POST")).hasSize(1);
  }

  @Test
  void readsGoThroughWhatPasses() {
    create();
    front.answer(2, "GET", 503, "ServiceUnavailable", "starting", 0);
    front.answer(1, "GET", 410, "Expired", "too old resource version", 0);
    assertThat(store.read(A)).isPresent();
  }

  @Test
  void aFaultOfTheServerIsTriedAgainAndTheChangeMadeOnce() {
    Version first = create();
    front.answer(2, "PATCH", 500, "InternalError", "etcd leader changed", 0);
    Version second = store.write(A, VALUE, Expect.version(first));
    assertThat(store.read(A).map(Node::version)).contains(second);
  }

  @Test
  void aFaultThatStaysLeavesTheOutcomeOpenAndSaysTheServersWords() {
    create();
    front.answer(1_000, "PATCH", 500, "InternalError", "etcd leader changed", 0);
    assertThat(failed(Code.UNAVAILABLE, Outcome.UNKNOWN, () -> store.write(A, VALUE, Expect.any())))
        .hasMessageContaining("etcd leader changed");
  }

  @Test
  void whatIsForbiddenIsRefusedAtOnceAndQuoted() {
    front.answer(1, "POST", 403, "Forbidden", "cannot create resource configmaps", 0);
    assertThat(failed(Code.ACCESS_DENIED, Outcome.NOT_APPLIED, this::create))
        .hasMessageContaining("cannot create resource configmaps");
    assertThat(asked("POST")).hasSize(1);
    create();
  }

  @Test
  void aQuotaThatIsReachedIsNoMatterOfRights() {
    front.answer(1, "POST", 403, "Forbidden", "exceeded quota: few, used: count=9", 0);
    failed(Code.RESOURCE_EXHAUSTED, Outcome.NOT_APPLIED, this::create);
    front.answer(1, "POST", 500, "", "etcdserver: mvcc: database space exceeded", 0);
    failed(Code.RESOURCE_EXHAUSTED, Outcome.NOT_APPLIED, this::create);
  }

  @Test
  void whatTheServerCannotTakeIsQuoted() {
    front.answer(1, "POST", 422, "Invalid", "metadata.labels: Invalid value", 0);
    assertThat(failed(Code.INTERNAL, Outcome.NOT_APPLIED, this::create))
        .hasMessageContaining("422")
        .hasMessageContaining("metadata.labels: Invalid value");
  }

  @Test
  void anObjectThatIsTooLargeIsNamedAsThat() {
    front.answer(1, "POST", 422, "Invalid", "[]: Too long: may not be more than 1048576 bytes", 0);
    front.answer(1, "POST", 413, "RequestEntityTooLarge", "limit is 3145728", 0);
    front.answer(1, "POST", 500, "", "etcdserver: request is too large", 0);
    for (int i = 0; i < 3; i++) {
      failed(Code.TOO_LARGE, Outcome.NOT_APPLIED, this::create);
    }
  }

  @Test
  void conflictsWithoutEndEndAtTheDeadline() {
    Version made = create();
    front.answer(1_000, "PATCH", 409, "Conflict", "the object has been modified", 0);
    TopoStore brief = store.withTimeout(Duration.ofMillis(600));
    // Whether the last try was answered in time is the machine's business.
    TopoException error =
        catchThrowableOfType(TopoException.class, () -> brief.write(A, VALUE, Expect.any()));
    assertThat(error.code()).as(error.getMessage()).isEqualTo(Code.TIMEOUT);
    assertThat(store.read(A).map(Node::version)).contains(made);
    assertThat(asked("PATCH")).hasSizeGreaterThan(1);
  }

  @Test
  void aWatchWhoseHistoryIsGoneTellsTheDifference() {
    create();
    front.answer(1, "WATCH", 410, "Expired", "too old resource version: 1 (2)", 0);
    List<WatchEvent> told = new CopyOnWriteArrayList<>();
    store.watch(TopoPath.root(), WatchOptions.tree(), told::add);
    Patience.eventually().until(() -> told.stream().anyMatch(WatchEvent.Resync.class::isInstance));
    Patience.eventually().until(() -> told.get(told.size() - 1) instanceof WatchEvent.InSync);
    assertThat(told.stream().filter(WatchEvent.Put.class::isInstance)).hasSize(1);
    assertThat(asked("WATCH")).hasSizeGreaterThan(1);
  }

  @Test
  void rightsThatAreTakenAwayForGoodEndAWatch() {
    front.answer(100, "WATCH", 403, "Forbidden", "cannot watch resource configmaps", 0);
    List<WatchEvent> told = new CopyOnWriteArrayList<>();
    store.watch(TopoPath.root(), WatchOptions.tree(), told::add);
    Patience.eventually().until(() -> told.stream().anyMatch(WatchEvent.Ended.class::isInstance));
    assertThat(((WatchEvent.Ended) told.get(told.size() - 1)).error().code())
        .isEqualTo(Code.ACCESS_DENIED);
  }

  @Test
  void aLockIsTakenAndGivenBackThroughConflictsAndDistress() {
    front.answer(2, "POST", 429, "TooManyRequests", "please wait", 0);
    front.answer(1, "PATCH", 409, "Conflict", "the object has been modified", 0);
    TopoLock lock = store.locks().tryLock(A, LockOptions.of("held"));
    TopoException held =
        catchThrowableOfType(
            TopoException.class, () -> store.locks().tryLock(A, LockOptions.of("other")));
    assertThat(held.code()).isEqualTo(Code.LOCK_HELD);
    front.answer(1, "DELETE", 409, "Conflict", "the object has been modified", 0);
    lock.close();
    store.locks().tryLock(A, LockOptions.of("next")).close();
  }
}
