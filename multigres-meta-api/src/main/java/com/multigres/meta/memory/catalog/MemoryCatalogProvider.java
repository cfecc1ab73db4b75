package com.multigres.meta.memory.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStoreProvider;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code memory://name[?retention=N]}: {@code retention} is how many generations the history
 * keeps when this store applies changes, 10,000 unless given.
 */
public final class MemoryCatalogProvider implements CatalogStoreProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int RETENTION = 10_000;

  /** Made by {@link java.util.ServiceLoader}. */
  public MemoryCatalogProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public CatalogStore open(StoreUri uri, StoreOptions options) {
    List<HostPort> names = uri.addresses();
    if (names.size() != 1 || !(uri.path().isEmpty() || uri.path().equals("/"))) {
      throw CatalogException.badInput("'" + uri + "' is not memory://NAME");
    }
    int retention = RETENTION;
    for (Map.Entry<String, String> option : uri.parameters().entrySet()) {
      if (!option.getKey().equals("retention")) {
        throw CatalogException.badInput(
            "memory:// has no option '" + option.getKey() + "'; known: retention");
      }
      retention = retention(option.getValue());
    }
    String user = options.user().or(uri::user).orElse(System.getProperty("user.name", "memory"));
    return new MemoryCatalogStore(
        MemoryCatalogs.named(names.get(0).toString()),
        new MemoryCatalogStore.Settings(user, retention),
        options.timeout().orElse(TIMEOUT));
  }

  @Override
  public StoreUri elsewhere(StoreUri uri, String name, int retention) {
    return uri.withAddresses(List.of(HostPort.parse(name)))
        .withParameter("retention", Integer.toString(retention));
  }

  @Override
  public void remove(StoreUri uri, StoreOptions options) {
    MemoryCatalogs.forget(uri.addresses().get(0).toString());
  }

  private static int retention(String text) {
    try {
      int generations = Integer.parseInt(text);
      if (generations >= 1) {
        return generations;
      }
    } catch (NumberFormatException notANumber) {
      throw CatalogException.badInput("option retention is not a number: '" + text + "'");
    }
    throw CatalogException.badInput("option retention must be at least 1, not " + text);
  }
}
