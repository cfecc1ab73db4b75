package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.cli.demo.DemoCluster;
import com.multigres.meta.cli.demo.DemoSpec;
import com.multigres.meta.cli.demo.Narration;
import com.multigres.meta.cli.demo.Story;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoryTest {
  /** What the design document's cluster comes to. */
  static final List<String> TREE =
      List.of(
          "├─ database postgres (default) READY",
          "│  └─ tablegroup default (default) READY",
          "│     └─ shard 0-inf READY",
          "└─ database db1 READY",
          "   ├─ tablegroup default (default) READY",
          "   │  └─ shard 0-inf READY",
          "   └─ tablegroup tg1 READY",
          "      ├─ shard 0-8 READY",
          "      ├─ shard 8-inf READY",
          "      └─ table public.t1");

  @RegisterExtension final MemoryStores stores = new MemoryStores();

  private List<String> tell() {
    List<String> told = new ArrayList<>();
    Narration narration =
        new Narration() {
          @Override
          public void step(String title) {
            told.add("# " + title);
          }

          @Override
          public void tell(String line) {
            told.add(line);
          }
        };
    try (DemoCluster cluster =
        new DemoCluster(stores.topo(), stores.catalog(), StoreOptions.defaults())) {
      new Story(cluster, DemoSpec.ofDocument(List.of()), narration).tell();
    }
    return told;
  }

  @Test
  void theStoryEndsWithTheTreeOfTheDesignDocument() {
    tell();

    List<String> tree =
        stores.caller().run("catalog", "show").lines().stream()
            .skip(1)
            .map(line -> line.replaceAll("  #.*", ""))
            .toList();
    assertThat(tree).containsExactlyElementsOf(TREE);
    assertThat(stores.caller().run("drift").out()).isEqualTo("no drift\n");
  }

  @Test
  void toldTwiceItEndsAsToldOnce() {
    tell();
    String catalog = stores.caller().run("catalog", "show").out();
    List<TopoPath> paths =
        stores.everything().list(TopoPath.root()).stream().map(n -> n.path()).toList();

    tell();

    assertThat(stores.caller().run("catalog", "show").out()).isEqualTo(catalog);
    assertThat(stores.everything().list(TopoPath.root())).extracting("path").isEqualTo(paths);
  }
}
