package com.multigres.meta.testkit.run;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.report.Environment;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Subject;
import com.multigres.meta.testkit.run.internal.CatalogWayFaults;
import com.multigres.meta.testkit.run.internal.Ways;
import com.multigres.meta.testkit.run.measure.CatalogLatencies;
import com.multigres.meta.testkit.run.measure.CatalogLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Catalogs of the run's own beside the one that an address names, which is left alone. */
final class CatalogTarget implements Target {
  private static final int RETENTION = 10_000;
  private static final Duration EACH = Duration.ofSeconds(2);

  private final String uri;
  private final StoreOptions options;
  private final String prefix = "conformance" + UUID.randomUUID().toString().substring(0, 8);
  private final Set<String> made = new ConcurrentSkipListSet<>();
  private final Set<CatalogCapability> capabilities;
  private final Class<?> kind;
  private final CatalogWayFaults faults;
  private final Opened<CatalogStore> opened = new Opened<>(CatalogStore::close);

  /** Opens a store on a catalog of the run's own, to see what it can do, and closes it again. */
  CatalogTarget(String uri, StoreOptions options, boolean accidents) {
    this.uri = uri;
    this.options = options;
    try (CatalogStore first = at(List.of(), prefix, RETENTION)) {
      this.capabilities = first.capabilities();
      this.kind = first.getClass();
    }
    made.add(prefix);
    this.faults =
        new CatalogWayFaults(
            Ways.to(accidents, uri, servers -> at(servers, prefix, RETENTION).close()));
  }

  private CatalogStore at(List<HostPort> servers, String name, int retention) {
    return CatalogStores.openElsewhere(uri, options, servers, name, retention);
  }

  @Override
  public Subject subject(String server) {
    return new Subject(
        "catalog",
        StoreUri.parse(uri).toString(),
        kind.getName(),
        Environment.versionOf(kind).orElse(""),
        server);
  }

  @Override
  public Class<?> contract() {
    return StandaloneCatalog.class;
  }

  /** Opens a store on a catalog of the run's own. */
  CatalogStore open(String name, int retention) {
    made.add(prefix + name);
    return opened.keep(faults.open(servers -> at(servers, prefix + name, retention)));
  }

  void discard(String name) {
    CatalogStores.removeElsewhere(uri, options, prefix + name);
    made.remove(prefix + name);
  }

  CatalogFaults faults() {
    return faults;
  }

  Set<CatalogCapability> missing() {
    Set<CatalogCapability> missing = EnumSet.allOf(CatalogCapability.class);
    missing.removeAll(capabilities);
    return missing;
  }

  @Override
  public Map<String, Boolean> capabilities() {
    return Arrays.stream(CatalogCapability.values())
        .collect(Collectors.toMap(Enum::name, capabilities::contains));
  }

  @Override
  public Function<Fault, String> whyNot() {
    return faults::whyNot;
  }

  @Override
  public List<Limit> limits() {
    return measured("limits", CatalogLimits::of);
  }

  @Override
  public List<Latency> latencies() {
    return measured("latencies", store -> CatalogLatencies.of(store, EACH));
  }

  private <T> List<T> measured(String name, Function<CatalogStore, List<T>> work) {
    made.add(prefix + name);
    try (CatalogStore store = opened.keep(at(List.of(), prefix + name, RETENTION))) {
      store.initialise();
      return work.apply(store);
    }
  }

  @Override
  public void abandon() {
    opened.closeAll();
  }

  @Override
  public List<String> remove() {
    abandon();
    faults.end();
    List<String> left = new ArrayList<>();
    for (String name : made) {
      try {
        CatalogStores.removeElsewhere(uri, options, name);
      } catch (CatalogException failed) {
        left.add("the catalog '" + name + "' could not be removed: " + failed.getMessage());
      }
    }
    return left;
  }
}
