package com.multigres.meta.cli;

import com.multigres.meta.cli.demo.DemoCluster;
import com.multigres.meta.cli.demo.DemoSpec;
import com.multigres.meta.cli.demo.Narration;
import com.multigres.meta.cli.demo.Story;
import com.multigres.meta.cli.halting.HaltPoint;
import com.multigres.meta.store.StoreOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The demo's story on given stores, as a process that may be made to end at a write. */
final class StoryProcess {
  private StoryProcess() {}

  public static void main(String[] arguments) {
    String password = System.getenv("MULTIGRES_TOPO_PASSWORD");
    tell(arguments[0], arguments[1], StoreOptions.builder().password(() -> password).build());
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.println("writes " + HaltPoint.writes());
    System.exit(0);
  }

  static void tell(String topo, String catalog, StoreOptions options) {
    Narration nobody =
        new Narration() {
          @Override
          public void step(String title) {}

          @Override
          public void tell(String line) {}
        };
    try (DemoCluster cluster = new DemoCluster(topo, catalog, options)) {
      new Story(cluster, DemoSpec.ofDocument(List.of()), nobody).tell();
    }
  }
}
