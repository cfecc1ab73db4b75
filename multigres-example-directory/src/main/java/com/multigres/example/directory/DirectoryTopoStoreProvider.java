package com.multigres.example.directory;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStoreProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Opens {@code directory:///FOLDER#/ROOT}; the folder is made where there is none. */
public final class DirectoryTopoStoreProvider implements TopoStoreProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Called by {@link java.util.ServiceLoader}. */
  public DirectoryTopoStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of(DirectoryClient.BACKEND);
  }

  @Override
  public TopoPath root(StoreUri uri) {
    return TopoPath.parse(uri.fragment().orElse(""));
  }

  @Override
  public StoreUri elsewhere(StoreUri uri, List<HostPort> servers, TopoPath root) {
    return uri.withFragment("/" + root);
  }

  @Override
  public TopoStore open(StoreUri uri, StoreOptions options) {
    boolean lazy = options.lazy().orElse(false);
    if (!uri.addresses().isEmpty() || uri.path().length() < 2 || !uri.parameters().isEmpty()) {
      throw TopoException.badInput(uri + ": a store in a directory is directory:///FOLDER#/ROOT");
    }
    if (lazy) {
      throw TopoException.badInput(uri + ": a directory is there or not; lazy means nothing to it");
    }
    Duration timeout = options.timeout().orElse(TIMEOUT);
    try {
      Path folder = Path.of(uri.path()).toAbsolutePath().normalize();
      DirectoryClient client = DirectoryClient.open(folder, root(uri), uri.toString(), timeout);
      return new DirectoryTopoStore(client, timeout);
    } catch (IOException e) {
      throw TopoException.refused(
          Code.UNAVAILABLE, uri + " cannot be opened: " + e.getMessage() + " (T29)");
    }
  }
}
