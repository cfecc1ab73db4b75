package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under a definition as strict as the operator's own of today. */
class StricterDefinitionTest extends ClusterTest {
  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  @Override
  KubernetesExtension kubernetes() {
    return KUBERNETES;
  }

  @Override
  String definition() {
    return Admin.text(Path.of("src", "test", "resources", "crd", "strict.yaml"));
  }

  @Test
  void whatItTakesWorks() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    assertThat(store.initialise().catalog()).isEqualTo(Catalog.initial());
    apply(store, new CreateTableGroup("postgres", "tg1", List.of("0-inf"), false));
    assertThat(store(cluster).read()).isEqualTo(store.read());
  }

  @Test
  void whatItRefusesIsRefusedWithItsWordsAndChangesNothing() {
    String cluster = cluster("");
    CatalogStore store = store(cluster);
    CatalogSnapshot before = store.initialise();
    ObjectNode resource = clusters().read(cluster);
    CatalogException second =
        refused(Code.UNSUPPORTED, () -> apply(store, CreateDatabase.named("db1")));
    assertThat(second).hasMessageContaining("422").hasMessageContaining("spec.databases");
    assertThat(second.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(
            refused(
                Code.UNSUPPORTED,
                () ->
                    apply(
                        store,
                        new CreateTableGroup("postgres", "tg1", List.of("0-8", "8-inf"), false))))
        .hasMessageContaining("only the shard 0-inf is supported for now");
    assertThat(store.read()).isEqualTo(before);
    assertThat(clusters().read(cluster)).isEqualTo(resource);
  }
}
