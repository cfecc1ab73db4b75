package com.multigres.meta.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterAddresses;
import com.multigres.meta.k8s.config.ClusterSettings;
import com.multigres.meta.k8s.config.SecretKey;
import com.multigres.meta.topology.TopoLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a bridge looks for what belongs to a cluster (page 4 of the design, its last table). */
class ClusterAddressesTest {
  private static final BridgeConfig STANDARD = BridgeConfig.of(List.of("shops")).withAnnotations();

  private static JsonNode resource(String annotations, String spec) {
    return Clusters.json(
        """
        {"metadata":{"name":"shop","namespace":"shops","annotations":%s},
         "spec":{"postgresPasswordSecretRef":{"name":"login","key":"pw"}%s}}"""
            .formatted(annotations, spec));
  }

  private static ClusterSettings said(Map<String, String> settings) {
    return ClusterSettings.read(name -> Optional.ofNullable(settings.get(name)));
  }

  @Test
  void nothingSaidLeadsToTheOperatorsServices() {
    ClusterAddresses where = STANDARD.addresses(resource("{}", ""));
    assertThat(where.catalogUri())
        .isEqualTo("postgresql://shop-multigateway.shops.svc:5432/postgres");
    assertThat(where.catalogUser()).contains("postgres");
    assertThat(where.catalogPassword()).contains(new SecretKey("login", "pw"));
    assertThat(where.topologyUri())
        .isEqualTo("etcd://shop-global-topo.shops.svc:2379/multigres/shop/global");
    assertThat(where.topologyAuthority()).isEmpty();
    assertThat(where.layout()).isEqualTo(TopoLayout.CANONICAL);
    assertThat(where.deletion()).isEqualTo(DeletionPolicy.RETAIN);
  }

  @Test
  void theResourceSaysMore() {
    ClusterAddresses where =
        STANDARD.addresses(
            resource(
                "{}",
                """
                ,"postgresSuperuser":"boss","globalTopoServer":{"external":{
                 "endpoints":["https://a.example:2379","b.example:2379/"],"rootPath":"/here",
                 "caSecret":"topo-ca","clientCertSecret":"topo-me"}}"""));
    assertThat(where.catalogUser()).contains("boss");
    assertThat(where.topologyUri()).isEqualTo("etcds://a.example:2379,b.example:2379/here");
    assertThat(where.topologyAuthority()).contains("topo-ca");
    assertThat(where.topologyCertificate()).contains("topo-me");
    JsonNode managed = resource("{}", ",\"globalTopoServer\":{\"etcd\":{\"rootPath\":\"/mine\"}}");
    assertThat(STANDARD.addresses(managed).topologyUri())
        .isEqualTo("etcd://shop-global-topo.shops.svc:2379/mine");
  }

  @Test
  void anAnnotationCountsMoreThanTheFileAndThatMoreThanItsDefaults() {
    BridgeConfig config =
        new BridgeConfig(
            List.of("shops"),
            STANDARD.interval(),
            STANDARD.timeout(),
            STANDARD.leaseDuration(),
            STANDARD.leasePause(),
            true,
            said(
                Map.of(
                    "catalog-uri", "postgresql://me@db/{namespace}-{cluster}",
                    "topology-uri", "memory://{cluster}/global",
                    "deletion", "delete")),
            Map.of("shops/shop", said(Map.of("topology-uri", "memory://single/global"))));
    JsonNode plain = resource("{}", "");
    assertThat(config.addresses(plain).catalogUri()).isEqualTo("postgresql://me@db/shops-shop");
    assertThat(config.addresses(plain).catalogUser()).as("the address says it").isEmpty();
    assertThat(config.addresses(plain).topologyUri()).isEqualTo("memory://single/global");
    JsonNode annotated =
        resource(
            "{\"meta.multigres.com/topology-uri\":\"memory://asked/global\","
                + "\"meta.multigres.com/deletion\":\"retain\"}",
            "");
    assertThat(config.addresses(annotated).topologyUri()).isEqualTo("memory://asked/global");
    assertThat(config.addresses(annotated).deletion()).isEqualTo(DeletionPolicy.RETAIN);
  }

  @Test
  void annotationsDoNotCountUnlessTheConfigurationSaysSo() {
    BridgeConfig config = BridgeConfig.of(List.of("shops"));
    JsonNode annotated =
        resource("{\"meta.multigres.com/catalog-uri\":\"postgresql://evil.example/x\"}", "");
    assertThat(config.addresses(annotated).catalogUri()).contains("shop-multigateway");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s://shops/shop?server=http://evil.example",
        "k8s://shops/shop?kubeconfig=/etc/other",
        "k8s://others/shop",
        "K8S://others/shop"
      })
  void theBridgesRightsOnKubernetesAreNotLentToAnAnnotation(String address) {
    for (String setting : List.of("catalog-uri", "topology-uri")) {
      JsonNode annotated =
          resource("{\"meta.multigres.com/" + setting + "\":\"" + address + "\"}", "");
      assertThatThrownBy(() -> STANDARD.addresses(annotated))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(address);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"implementation\":\"postgresql\",\"endpoints\":[\"evil.example:5432\"]",
        "\"endpoints\":[\"a.example:2379\"],\"rootPath\":\"/r?sslmode=disable\"",
        "\"endpoints\":[\"a.example:2379\"],\"rootPath\":\"/r#other\"",
        "\"endpoints\":[\"user@evil.example/x?\"]"
      })
  void aResourceNamesAnEtcdAndNothingElse(String external) {
    JsonNode resource = resource("{}", ",\"globalTopoServer\":{\"external\":{" + external + "}}");
    assertThatThrownBy(() -> STANDARD.addresses(resource))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec.globalTopoServer");
  }

  @Test
  void anAnnotationThatMakesNoSenseIsNamed() {
    JsonNode annotated = resource("{\"meta.multigres.com/layout\":\"round\"}", "");
    assertThatThrownBy(() -> STANDARD.addresses(annotated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting 'layout': there is no 'round'");
  }
}
