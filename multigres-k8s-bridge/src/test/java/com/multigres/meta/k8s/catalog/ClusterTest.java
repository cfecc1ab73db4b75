package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests on an API server begin with: a namespace with our definition. */
abstract class ClusterTest {
  @RegisterExtension static final KubernetesExtension SHARED = KubernetesExtension.shared();

  private final List<CatalogStore> open = new ArrayList<>();
  private Clusters clusters;

  @BeforeEach
  void prepare() {
    clusters = new Clusters(kubernetes().server(), kubernetes().freshNamespace().name());
    clusters.define(definition());
  }

  /** Where clusters are made. */
  KubernetesExtension kubernetes() {
    return SHARED;
  }

  /** Which definition of clusters is installed. */
  String definition() {
    return Clusters.manifest("multigrescluster-crd.yaml");
  }

  @AfterEach
  void tidy() {
    open.forEach(CatalogStore::close);
    clusters.close();
  }

  final Clusters clusters() {
    return clusters;
  }

  /** A new cluster's name. */
  final String cluster(String databases) {
    String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    clusters.create(name, databases);
    return name;
  }

  final CatalogStore store(String cluster) {
    return closedAfterwards(clusters.open(cluster));
  }

  final CatalogStore closedAfterwards(CatalogStore store) {
    open.add(store);
    return store;
  }

  static Applied apply(CatalogStore store, CatalogChange... changes) {
    return store.apply(List.of(changes), ApplyOptions.none());
  }

  static CatalogException refused(Code code, ThrowingCallable call) {
    CatalogException error = catchThrowableOfType(CatalogException.class, call);
    assertThat(error).as("a refusal with %s", code).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.getMessage()).doesNotContain("\n");
    return error;
  }
}
