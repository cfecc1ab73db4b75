package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.RenameDatabase;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesNamespace;
import com.multigres.meta.topo.TopoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the resource from being in step stands in its conditions, in the server's words. */
class ToldFailuresTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final String WEBHOOKS =
      "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
  private static final String JSON = "application/json";

  private KubernetesNamespace namespace;
  private final Gate gate = new Gate(0, Gate.What.DIE_BEFORE);
  private BridgeCase some;
  private WorkCase bridge;

  @BeforeEach
  void prepare() {
    namespace = KUBERNETES.freshNamespace();
    some =
        new BridgeCase(
            KUBERNETES.server(),
            namespace.name(),
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true}]");
    bridge = new WorkCase(KUBERNETES.server(), some, 1, gate);
  }

  @AfterEach
  void tidy() {
    bridge.close();
    some.close();
  }

  private void assertInStep() {
    bridge.run();
    assertThat(bridge.synced()).startsWith("True InSync");
    assertThat(some.listed()).contains("db1");
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, 1, 403, Forbidden, the user may not, Forbidden",
    "PATCH, 1, 401, Unauthorized, who are you, Unauthorized",
    "PATCH, 50, 409, Conflict, the object has been modified, Contended",
    "GET, 1, 410, Expired, too old resource version, Expired",
    "PATCH, 1, 429, TooManyRequests, please wait, TooManyRequests",
    "PATCH, 1, 503, ServiceUnavailable, the server is starting, ServerFailed",
  })
  void aRefusalIsToldInTheServersWordsAndOvercome(
      String method, int times, int status, String kind, String words, String reason) {
    bridge.run();
    assertThat(bridge.synced()).startsWith("True InSync");
    some.apply(CreateDatabase.named("db1"));
    bridge.front.answer(times, method, status, kind, words, status == 429 ? 7 : 0);
    assertThatThrownBy(bridge::run).isInstanceOf(RuntimeException.class);
    assertThat(bridge.synced()).startsWith("False " + reason + ": ").contains(words);
    assertThat(bridge.events()).contains("\"Warning\"").contains("\"" + reason + "\"");
    assertInStep();
  }

  @Test
  void whatIsRefusedAlthoughNoEntryIsInItIsToldAndLeftAloneForAWhile() {
    some.apply(CreateDatabase.named("db1"));
    bridge.run();
    some.clusters.edit(
        some.name, tree -> ((ObjectNode) tree.at("/metadata/annotations")).remove(Marks.POSITION));
    some.apply(new RenameDatabase("db1", "other")); // is noted, and changes nothing outside
    bridge.front.answer(1, "PATCH", 422, "Invalid", "no annotations here", 0);
    assertThatThrownBy(bridge::run).hasMessageContaining("no annotations here");
    assertThat(bridge.synced()).startsWith("False NotAccepted: ").contains("422", "no annotations");
    assertInStep();
  }

  @Test
  void aTopologyThatIsOutOfReachIsToldAndKeepsNothingFromTheResource() {
    bridge.run();
    gate.topologyIsAway(true);
    some.apply(CreateDatabase.named("db1"), CreateDatabase.named("db2"));
    assertThatThrownBy(bridge::run).isInstanceOf(TopoException.class);
    assertThat(some.listed()).containsExactly("postgres", "db1", "db2");
    assertThat(bridge.synced()).startsWith("False TopologyFailed: ").contains(Gate.AWAY);
    some.apply(new DropDatabase("db2", false));
    assertThatThrownBy(bridge::run).isInstanceOf(TopoException.class);
    assertThat(some.catalogs.read().catalog().database("db2"))
        .as("not forgotten before the topology is asked")
        .isPresent();
    gate.topologyIsAway(false);
    assertInStep();
    assertThat(some.records()).contains("db1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRetainedEntryGoesOrIsTakenOverWhenAPersonSaysSo(boolean released) {
    EntryPath db1 = EntryPath.of("db1");
    some.apply(CreateDatabase.named("db1"));
    bridge.run();
    assertThat(ClusterBridge.release(some.parts(), WorkCase.OPTIONS, db1)).isEmpty();
    some.apply(new DropDatabase("db1", false));
    bridge.run();
    assertThat(some.catalogs.read().catalog().database("db1")).isEmpty();
    if (released) {
      assertThat(ClusterBridge.release(some.parts(), WorkCase.OPTIONS, db1))
          .contains(some.catalogs.read().position());
      bridge.run();
      assertThat(some.listed()).containsExactly("postgres");
      assertThat(some.records()).containsExactly("postgres");
    }
    some.apply(CreateDatabase.named("db1"));
    bridge.run();
    if (!released) {
      assertThat(bridge.synced()).startsWith("False NotAccepted").contains("release or adopt");
      assertThat(ClusterBridge.adopt(some.parts(), WorkCase.OPTIONS, db1)).isPresent();
    }
    assertInStep();
  }

  @Test
  void atFirstAllHaveToAnswer() {
    gate.topologyIsAway(true);
    some.apply(CreateDatabase.named("db1"));
    assertThatThrownBy(bridge::run).isInstanceOf(TopoException.class);
    assertThat(some.listed()).containsExactly("postgres");
    gate.topologyIsAway(false);
    assertInStep();
  }

  @Test
  void aServersWishToBeLeftAloneIsHeard() {
    bridge.run();
    some.apply(CreateDatabase.named("db1"));
    bridge.front.answer(1, "PATCH", 429, "TooManyRequests", "please wait", 7);
    assertThatThrownBy(bridge::run)
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal ->
                assertThat(FailureReason.retryAfter(refusal))
                    .hasValueSatisfying(wish -> assertThat(wish).hasSeconds(7)));
  }

  @Test
  void aWebhookThatDoesNotAnswerIsToldAndOvercome() throws IOException {
    bridge.run();
    some.apply(CreateDatabase.named("db1"));
    // Takes connections, and says nothing.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      some.send(ApiCall.post(WEBHOOKS, webhook(silent.getLocalPort())));
      try {
        awaitWebhook();
        assertThatThrownBy(bridge::run).hasMessageContaining("failed calling webhook");
      } finally {
        some.send(delete(WEBHOOKS + "/" + some.name));
      }
    }
    assertThat(bridge.synced())
        .startsWith("False WebhookFailed: ")
        .contains("failed calling webhook \"silent.example.com\"");
    Patience.eventually().ignoreException(ApiException.class).untilAsserted(this::assertInStep);
  }

  private String webhook(int port) {
    return """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration",
         "metadata":{"name":"%s"},"webhooks":[{"name":"silent.example.com","sideEffects":"None",
          "admissionReviewVersions":["v1"],"timeoutSeconds":1,"failurePolicy":"Fail",
          "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"%s"}},
          "clientConfig":{"url":"https://127.0.0.1:%d/"},
          "rules":[{"apiGroups":["multigres.com"],"apiVersions":["*"],"operations":["UPDATE"],
           "resources":["multigresclusters"]}]}]}"""
        .formatted(some.name, namespace.name(), port);
  }

  /** The server hears of it by a watch of its own. */
  private void awaitWebhook() {
    Patience.eventually()
        .until(
            () -> {
              try {
                some.clusters.annotate(some.name, "example.com/asked", "now");
                return false;
              } catch (ApiException refused) {
                return String.valueOf(refused.getMessage()).contains("webhook");
              }
            });
  }

  private static ApiCall delete(String path) {
    return new ApiCall("DELETE", path, JSON, JSON, Optional.empty());
  }

  @Test
  void aNamespaceThatEndsIsTold() {
    String path = "api/v1/namespaces/" + namespace.name();
    hold("[\"example.com/hold\"]");
    some.send(delete(path));
    try {
      assertThatThrownBy(bridge::run).hasMessageContaining("is being terminated");
      assertThat(bridge.synced())
          .startsWith("False NamespaceTerminating: ")
          .contains("because it is being terminated");
      assertThat(some.listed()).containsExactly("postgres");
    } finally {
      hold("[]");
    }
  }

  private void hold(String finalizers) {
    some.send(
        ApiCall.patch(
            "api/v1/namespaces/" + namespace.name(),
            "application/merge-patch+json",
            "{\"metadata\":{\"finalizers\":" + finalizers + "}}"));
  }

  @Test
  void aResourceThatWouldBeTooLargeIsLeftAsItIs() {
    bridge.run();
    some.clusters.edit(
        some.name, tree -> ((ObjectNode) tree.path("spec")).put("blob", "x".repeat(1_500_000)));
    some.apply(CreateDatabase.named("db1"));
    some.apply(
        IntStream.range(2, 402)
            .mapToObj(i -> CreateDatabase.named("db" + i))
            .toArray(CatalogChange[]::new));
    assertThatThrownBy(bridge::run).isInstanceOf(RuntimeException.class);
    assertThat(bridge.synced()).startsWith("False TooLarge: ").containsIgnoringCase("large");
    assertThat(some.listed()).as("nothing partial").containsExactly("postgres");
    assertThat(some.catalogs.read().catalog().databases()).as("the catalog goes on").hasSize(402);
    some.clusters.edit(some.name, tree -> ((ObjectNode) tree.path("spec")).remove("blob"));
    assertInStep();
    assertThat((ArrayNode) some.databases()).hasSize(402);
  }
}
