package com.multigres.meta.memory.topo;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import java.time.Duration;
import java.util.Set;

/**
 * Opens {@code memory://NAME/ROOT[?lazy=true][&keep=true]}. With {@code keep} the server of that
 * name outlives its last store, until the JVM ends.
 */
public final class MemoryTopoStoreProvider implements TopoStoreProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Set<String> OPTIONS = Set.of("lazy", "keep");

  /** Called by {@link java.util.ServiceLoader}. */
  public MemoryTopoStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    if (uri.addresses().size() != 1) {
      throw TopoException.badInput(uri + ": a store in memory is memory://NAME/ROOT");
    }
    for (String option : uri.parameters().keySet()) {
      if (!OPTIONS.contains(option)) {
        throw TopoException.badInput(uri + ": unknown option '" + option + "'");
      }
    }
    TopoPath root = TopoPath.parse(uri.path());
    boolean lazy = options.lazy().orElseGet(() -> flag(uri, "lazy"));
    boolean keep = flag(uri, "keep");
    String name = uri.addresses().get(0).toString();
    MemoryTopoServer server = MemoryTopoServer.named(name);
    MemoryTopoClient client = new MemoryTopoClient(server, root, options.timeout().orElse(TIMEOUT));
    server.attach(client);
    if (!lazy && client.states().current() != ConnectionState.CONNECTED) {
      client.close();
      throw TopoException.refused(Code.UNAVAILABLE, client.address() + " does not answer (T29)");
    }
    if (keep) {
      MemoryTopoServers.take(name);
    }
    return new MemoryTopoStore(client, client.timeout());
  }

  private static boolean flag(StoreUri uri, String option) {
    String text = uri.parameters().getOrDefault(option, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw TopoException.badInput(uri + ": " + option + " is true or false, not '" + text + "'");
    }
    return text.equals("true");
  }
}
