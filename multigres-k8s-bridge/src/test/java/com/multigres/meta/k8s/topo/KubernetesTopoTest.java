package com.multigres.meta.k8s.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.TlsDoor;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.Sighting;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.testservers.tls.TlsIdentity;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only a topology on Kubernetes has to mind. */
@Timeout(120)
class KubernetesTopoTest {
  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  private static final TopoPath A = TopoPath.of("a");
  private static final String CREATION = "POST /";
  private static final String CHANGE = "PATCH /";
  // A request goes in several pieces: that its answer comes shows that all of it arrived.
  private static final String MADE = "HTTP/1.1 201";
  private static final String DELETED = "\"status\":\"Success\"";

  private static Place place;
  private static TlsDoor door;
  private static TcpProxy way;

  private String root;
  private TopoStore store;

  @BeforeAll
  static void prepare() {
    place = new Place(KUBERNETES.process(), KUBERNETES.freshNamespace().name());
    door = new TlsDoor(KUBERNETES.process().url(), place.userWithTheRole());
    way = TcpProxy.to("127.0.0.1", door.port());
  }

  @AfterAll
  static void tidy() throws IOException {
    way.close();
    door.close();
    place.close();
  }

  @BeforeEach
  void open() {
    root = "root-" + UUID.randomUUID().toString().substring(0, 8);
    store =
        TopoStores.open(
            "k8s://%s/%s?connectTimeout=15s&server=http://127.0.0.1:%d"
                .formatted(place.namespace(), root, way.port()));
  }

  @AfterEach
  void close() {
    way.heal();
    store.close();
  }

  private JsonNode nodeAtA() {
    return place.nodeAt(root + "/a");
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static TopoException failed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).isNotNull();
    return error;
  }

  private List<WatchEvent> watched() {
    List<WatchEvent> told = new CopyOnWriteArrayList<>();
    store.watch(TopoPath.root(), WatchOptions.tree(), told::add);
    Patience.eventually().until(() -> told.stream().anyMatch(WatchEvent.InSync.class::isInstance));
    return told;
  }

  @Test
  void aCreationWhoseAnswerIsLostIsFoundByItsMark() {
    Sighting answered = way.onSight(Direction.TO_CLIENT, MADE, Fate.CUT);
    Version made = store.write(A, bytes("v"), Expect.absent());
    assertThat(answered.happened()).isTrue();
    assertThat(store.read(A).map(Node::version)).contains(made);
  }

  @Test
  void aCreationThatNeverArrivedIsNotSentTwice() {
    way.onSight(Direction.TO_SERVER, CREATION, Fate.CUT);
    TopoException error = failed(() -> store.write(A, bytes("v"), Expect.absent()));
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.read(A)).isEmpty();
  }

  @Test
  void aChangeWhoseRequestOrAnswerIsLostIsDoneOnce() {
    Version first = store.write(A, bytes("1"), Expect.absent());
    way.onSight(Direction.TO_SERVER, CHANGE, Fate.FORWARD_THEN_CUT);
    Version second = store.write(A, bytes("2"), Expect.version(first));
    way.onSight(Direction.TO_SERVER, CHANGE, Fate.CUT);
    Version third = store.write(A, bytes("3"), Expect.version(second));
    assertThat(store.read(A).map(Node::version)).contains(third);
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsNotCalledDone() {
    store.write(A, bytes("1"), Expect.absent());
    Sighting answered = way.onSight(Direction.TO_CLIENT, DELETED, Fate.CUT);
    TopoException error = failed(() -> store.delete(A, Expect.any()));
    assertThat(answered.happened()).isTrue();
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.read(A)).isEmpty();
  }

  @Test
  void anObjectThatHoldsAnotherPathIsNamed() {
    store.write(A, bytes("v"), Expect.absent());
    ObjectNode object = (ObjectNode) nodeAtA();
    ((ObjectNode) object.path("metadata").path("annotations")).put(Names.PATH, root + "/b");
    String name = object.path("metadata").path("name").asText();
    place.send(ApiCall.put(place.configMaps() + "/" + name, object.toString()));
    TopoException error = failed(() -> store.read(A));
    assertThat(error.code()).isEqualTo(Code.CORRUPT);
    assertThat(error).hasMessageContaining(name).hasMessageContaining(root + "/b");
    assertThat(failed(() -> store.write(A, bytes("w"), Expect.any())).code())
        .isEqualTo(Code.CORRUPT);
    assertThat(failed(() -> store.write(A, bytes("w"), Expect.absent())).code())
        .isEqualTo(Code.CORRUPT);
    assertThat(store.list(TopoPath.root())).isEmpty();
    assertThat(store.read(TopoPath.of("b"))).isEmpty();
  }

  @Test
  void aLockWhoseObjectIsThatOfAnotherPathIsNamedAndNotWaitedFor() {
    Names names = new Names(TopoPath.parse(root));
    ObjectNode object = LockObject.fresh(names, A);
    ((ObjectNode) object.path("metadata").path("annotations")).put(Names.PATH, root + "/b");
    place.send(ApiCall.post(place.configMaps(), object.toString()));
    TopoException error = failed(() -> store.locks().tryLock(A, LockOptions.of("collides")));
    assertThat(error.code()).isEqualTo(Code.CORRUPT);
    assertThat(error).hasMessageContaining(root + "/b").hasMessageContaining("collide");
  }

  @Test
  void anEditByHandIsAnotherVersion() {
    Version made = store.write(A, bytes("v"), Expect.absent());
    ObjectNode object = (ObjectNode) nodeAtA();
    ((ObjectNode) object.path("binaryData")).put("value", "dw==");
    place.send(
        ApiCall.put(
            place.configMaps() + "/" + object.path("metadata").path("name").asText(),
            object.toString()));
    assertThat(store.read(A).map(Node::value)).contains(bytes("w"));
    assertThat(failed(() -> store.write(A, bytes("x"), Expect.version(made))).code())
        .isEqualTo(Code.BAD_VERSION);
  }

  @Test
  void othersLabelsAndMarksStay() {
    store.write(A, bytes("v"), Expect.absent());
    ObjectNode object = (ObjectNode) nodeAtA();
    ((ObjectNode) object.path("metadata").path("labels")).put("example.com/theirs", "kept");
    place.send(
        ApiCall.put(
            place.configMaps() + "/" + object.path("metadata").path("name").asText(),
            object.toString()));
    store.write(A, bytes("w"), Expect.any());
    assertThat(nodeAtA().path("metadata").path("labels").path("example.com/theirs").asText())
        .isEqualTo("kept");
  }

  @Test
  void tokensGrowAlsoWhenTheLocksObjectWasDeletedMeanwhile() {
    TopoLock first = store.locks().tryLock(A, LockOptions.of("first"));
    first.close();
    assertThat(place.items(place.configMaps() + "?labelSelector=" + Names.KIND + "=lock"))
        .isEmpty();
    TopoLock second = store.locks().tryLock(A, LockOptions.of("second"));
    assertThat(second.token().isAfter(first.token())).isTrue();
    second.close();
  }

  @Test
  void whatABoundNodesLeaseLeavesIsTakenAway() {
    Session session = store.openSession(Duration.ofSeconds(9));
    session.create(A, bytes("v"));
    List<WatchEvent> told = watched();
    place.endSessions();
    assertThat(store.read(A)).isEmpty();
    assertThat(store.list(TopoPath.root())).isEmpty();
    Patience.eventually().until(() -> told.stream().anyMatch(WatchEvent.Deleted.class::isInstance));
    Patience.eventually().until(session::isOver);
    assertThat(failed(() -> session.create(TopoPath.of("b"), bytes("v"))).code())
        .isEqualTo(Code.SESSION_LOST);
  }

  @Test
  void aNamespaceThatTerminatesTakesNothingNewAndSaysSo() {
    String namespaces = "api/v1/namespaces";
    String name = place.namespace() + "-ends";
    place.send(
        ApiCall.post(
            namespaces,
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}"""
                .formatted(name)));
    String there = "k8s://" + name + "/root?server=" + KUBERNETES.process().url();
    try (TopoStore ending = TopoStores.open(there, Admin.options(KUBERNETES.process()))) {
      ending.write(A, bytes("v"), Expect.absent());
      place.delete(namespaces + "/" + name);
      TopoException error =
          failed(() -> ending.write(TopoPath.of("b"), bytes("v"), Expect.absent()));
      assertThat(error.code()).as(error.getMessage()).isEqualTo(Code.UNAVAILABLE);
      assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      assertThat(error).hasMessageContaining("being terminated");
      assertThat(ending.read(A)).isPresent();
    } finally {
      place.delete("api/v1/namespaces/" + name + "/configmaps");
      place.send(
          ApiCall.put(
              namespaces + "/" + name + "/finalize",
              """
              {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"},"spec":{"finalizers":[]}}"""
                  .formatted(name)));
    }
  }

  @Test
  void whoHasNoRightsIsRefusedAtOnce() {
    TlsIdentity nobody = KUBERNETES.process().user("nobody").certificate().orElseThrow();
    TopoException error =
        failed(() -> TopoStores.open(place.uri("/" + root), Place.options(nobody)));
    assertThat(error.code()).isEqualTo(Code.ACCESS_DENIED);
    assertThat(error).hasMessageContaining("nobody");
  }
}
