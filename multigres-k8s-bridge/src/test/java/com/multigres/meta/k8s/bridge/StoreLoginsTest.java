package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.bridge.Secrets.NotForThem;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterSettings;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** To whom a Secret's content is shown, with Secrets on a real API server. */
class StoreLoginsTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String PASSWORD =
      "\"postgresPasswordSecretRef\":{\"name\":\"login\",\"key\":\"pw\"}";
  private static final String EXTERNAL =
      "\"globalTopoServer\":{\"external\":{\"endpoints\":[\"topo.example:2379\"],"
          + "\"caSecret\":\"topo\"%s}}";

  private String namespace = "";
  private ApiServer server;

  @BeforeEach
  void prepare() {
    namespace = KUBERNETES.freshNamespace().name();
    server = Admin.on(KUBERNETES.server());
    secret("login", "\"pw\":\"hidden\"");
    secret("topo", "\"ca.crt\":\"ours\",\"tls.crt\":\"me\",\"tls.key\":\"mine\"");
  }

  @AfterEach
  void tidy() {
    server.release();
  }

  private void secret(String name, String data) {
    send(
        ApiCall.patch(
            path(name) + "?fieldManager=data&force=true",
            "application/apply-patch+yaml",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"%s\"},"
                    .formatted(name)
                + "\"stringData\":{"
                + data
                + "}}"));
  }

  private void name(String secret, String addresses) {
    send(
        ApiCall.patch(
            path(secret),
            "application/merge-patch+json",
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(Marks.ADDRESSES, addresses)));
  }

  private String path(String secret) {
    return "api/v1/namespaces/" + namespace + "/secrets/" + secret;
  }

  private void send(ApiCall call) {
    server.send(call, Deadline.after(TIMEOUT));
  }

  private static ClusterSettings said(Map<String, String> settings) {
    return ClusterSettings.read(name -> Optional.ofNullable(settings.get(name)));
  }

  private StoreLogins logins(Map<String, String> configured, String annotations, String spec) {
    BridgeConfig config =
        BridgeConfig.of(List.of(namespace)).withAnnotations().withDefaults(said(configured));
    String resource =
        "{\"metadata\":{\"name\":\"shop\",\"namespace\":\"%s\",\"annotations\":{%s}},\"spec\":{%s}}"
            .formatted(namespace, annotations, spec);
    return new StoreLogins(
        config.addresses(Clusters.json(resource)),
        new Secrets(server, namespace, TIMEOUT),
        Duration.ZERO);
  }

  private static String annotated(String setting, String value) {
    return "\"meta.multigres.com/%s\":\"%s\"".formatted(setting, value);
  }

  private static String password(StoreOptions options) {
    return options.password().map(Supplier::get).orElse("");
  }

  @Test
  void aPasswordGoesToTheUsualServiceAndWhereTheConfigurationSays() {
    assertThat(password(logins(Map.of(), "", PASSWORD).catalog())).isEqualTo("hidden");
    Map<String, String> configured = Map.of("catalog-uri", "POSTGRESQL://db.example/x");
    assertThat(password(logins(configured, "", PASSWORD).catalog())).isEqualTo("hidden");
  }

  @Test
  void aPasswordGoesWhereAResourceSaysOnlyIfItsSecretSaysSoToo() {
    String here = annotated("catalog-uri", "postgresql://db.example:5433/x");
    String withOption = annotated("catalog-uri", "postgresql://db.example:5433/x?sslmode=disable");
    assertThatThrownBy(() -> logins(Map.of(), here, PASSWORD).catalog())
        .isInstanceOf(NotForThem.class)
        .hasMessageContaining(namespace + "/login")
        .hasMessageContaining("db.example:5433")
        .hasMessageNotContaining("hidden");
    name("login", "other.example:5433");
    assertThatThrownBy(() -> logins(Map.of(), here, PASSWORD).catalog())
        .isInstanceOf(NotForThem.class);
    name("login", "other.example:5433, db.example:5433");
    StoreOptions options = logins(Map.of(), here, PASSWORD).catalog();
    assertThat(password(options)).isEqualTo("hidden");
    assertThatThrownBy(() -> logins(Map.of(), withOption, PASSWORD).catalog())
        .isInstanceOf(NotForThem.class);
    name("login", "");
    assertThatThrownBy(() -> password(options))
        .as("at the next login")
        .isInstanceOf(NotForThem.class);
  }

  @Test
  void whereAResourceMovesTheTopologyToThePasswordDoesNotFollow() {
    String moved = annotated("topology-uri", "postgresql://db.example/x?sslmode=disable");
    Map<String, String> configured = Map.of("catalog-uri", "postgresql://db.example/x");
    StoreLogins logins = logins(configured, moved, PASSWORD);
    assertThat(password(logins.catalog())).isEqualTo("hidden");
    assertThatThrownBy(logins::topology).isInstanceOf(NotForThem.class);
  }

  @Test
  void aCertificateIsShownToAnExternalTopologyOnlyIfItsSecretSaysSo() {
    String both = EXTERNAL.formatted(",\"clientCertSecret\":\"topo\"");
    StoreOptions trusting = logins(Map.of(), "", EXTERNAL.formatted("")).topology();
    assertThat(trusting.trustedCertificates()).as("is no secret").contains("ours");
    assertThatThrownBy(() -> logins(Map.of(), "", both).topology())
        .isInstanceOf(NotForThem.class)
        .hasMessageContaining("topo.example:2379");
    name("topo", "topo.example:2379");
    assertThat(logins(Map.of(), "", both).topology().clientKey()).contains("mine");
    Map<String, String> configured =
        Map.of("topology-uri", "etcds://here.example/x", "topology-certificate-secret", "topo");
    assertThat(logins(configured, "", "").topology().clientKey()).contains("mine");
  }

  @Test
  void aCellOnServersOfItsOwnIsTrustedNoMoreThanAResource() {
    Recipients global = Recipients.at("etcds://topo.example:2379/x", false);
    assertThat(global.elsewhere(List.of()).areTrusted()).isTrue();
    assertThat(global.elsewhere(global.servers()).areTrusted()).isTrue();
    assertThat(global.elsewhere(List.of(HostPort.parse("cell.example:2379"))).areTrusted())
        .isFalse();
    Recipients named = Recipients.at("etcds://topo.example:2379/x", true);
    assertThat(named.elsewhere(List.of()).areTrusted()).isFalse();
  }

  @Test
  void aCatalogsAuthorityIsNamedByASetting() {
    StoreLogins logins = logins(Map.of("catalog-ca-secret", "topo"), "", PASSWORD);
    assertThat(logins.catalog().trustedCertificates()).contains("ours");
  }

  @Test
  void aCertificateThatIsRenewedIsNoticed() {
    Map<String, String> configured =
        Map.of("topology-uri", "etcds://here.example/x", "topology-certificate-secret", "topo");
    StoreLogins logins = logins(configured, "", "");
    logins.topology();
    assertThat(logins.areCurrent()).isTrue();
    secret("topo", "\"ca.crt\":\"ours\",\"tls.crt\":\"anew\",\"tls.key\":\"mine\"");
    assertThat(logins.areCurrent()).isFalse();
  }
}
