package com.multigres.meta.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.SecretKey;
import com.multigres.meta.topology.TopoLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeConfigsTest {
  @TempDir Path folder;

  private BridgeConfig read(String yaml) throws IOException {
    return BridgeConfigs.read(Files.writeString(folder.resolve("bridge.yaml"), yaml), "own");
  }

  @Test
  void anEmptyFileServesTheOwnNamespaceAsAlways() throws IOException {
    assertThat(read("")).isEqualTo(BridgeConfig.of(List.of("own")));
  }

  @Test
  void everythingThatMayBeSaidIsRead() throws IOException {
    BridgeConfig config =
        read(
            """
            namespaces: [shops, tests]
            interval: 500ms
            timeout: 20s
            lease-duration: 1m
            lease-pause: 5s
            annotations: false
            defaults:
              layout: multigres
            clusters:
              shops/shop:
                catalog-uri: postgresql://db.example/shop
                catalog-user: meta
                catalog-password-secret: logins/meta
                topology-uri: etcds://topo.example/shop
                topology-ca-secret: topo-ca
                topology-certificate-secret: topo-me
                deletion: delete-unserved
            """);
    assertThat(config.namespaces()).containsExactly("shops", "tests");
    assertThat(config.interval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.leaseDuration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.annotations()).isFalse();
    assertThat(config.defaults().layout()).contains(TopoLayout.MULTIGRES);
    assertThat(config.clusters().get("shops/shop"))
        .satisfies(
            shop -> {
              assertThat(shop.catalogPassword()).contains(new SecretKey("logins", "meta"));
              assertThat(shop.topologyCertificate()).contains("topo-me");
              assertThat(shop.deletion()).contains(DeletionPolicy.DELETE_UNSERVED);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "intervall: 5s | intervall: is no setting of a bridge",
        "interval: soon | interval: must be a time such as 5s",
        "clusters: {shop: {}} | a cluster is named NAMESPACE/NAME",
        "defaults: {deletion: never} | setting 'deletion': there is no 'never'",
        "defaults: {catalog-password-secret: x} | a key of a Secret is written SECRET/KEY",
        "defaults: {catalog: x} | defaults.catalog: is no setting of a bridge",
        "defaults: {catalog-uri: here} | setting 'catalog-uri': a store's address reads scheme://",
        "namespaces: shops | must be a list",
      })
  void whatMakesNoSenseIsRefusedWithItsPlace(String yaml, String words) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("bridge.yaml")
        .hasMessageContaining(words);
  }
}
