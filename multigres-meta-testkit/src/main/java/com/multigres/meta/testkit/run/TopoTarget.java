package com.multigres.meta.testkit.run;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.report.Environment;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Subject;
import com.multigres.meta.testkit.run.internal.TopoWayFaults;
import com.multigres.meta.testkit.run.internal.Ways;
import com.multigres.meta.testkit.run.measure.TopoLatencies;
import com.multigres.meta.testkit.run.measure.TopoLimits;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A random root below the one that an address names. */
final class TopoTarget implements Target {
  private static final int ATTEMPTS = 20;
  private static final Duration EACH = Duration.ofSeconds(2);

  private final String uri;
  private final StoreOptions options;
  private final TopoPath root;
  private final Capabilities capabilities;
  private final Class<?> kind;
  private final TopoWayFaults faults;
  private final Opened<TopoStore> opened = new Opened<>(TopoStore::close);

  /**
   * Opens a store at the root, to see whether it can be opened and what it can do. It is closed
   * again: threads that a backend shares between its stores would look like left behind by a test.
   */
  TopoTarget(String uri, StoreOptions options, boolean accidents) {
    this.uri = uri;
    this.options = options;
    this.root =
        TopoStores.root(uri).child("conformance-" + UUID.randomUUID().toString().substring(0, 8));
    try (TopoStore first = at(List.of(), TopoPath.root())) {
      this.capabilities = first.capabilities();
      this.kind = first.getClass();
    }
    this.faults =
        new TopoWayFaults(Ways.to(accidents, uri, servers -> at(servers, TopoPath.root()).close()));
  }

  private TopoStore at(List<HostPort> servers, TopoPath below) {
    return TopoStores.openElsewhere(uri, options, servers, root.resolve(below));
  }

  @Override
  public Subject subject(String server) {
    return new Subject(
        "topology",
        StoreUri.parse(uri).toString(),
        kind.getName(),
        Environment.versionOf(kind).orElse(""),
        server);
  }

  @Override
  public Class<?> contract() {
    return StandaloneTopology.class;
  }

  /** Opens a store below the run's root. */
  TopoStore open(String below) {
    TopoPath place = TopoPath.parse(below);
    return opened.keep(faults.open(servers -> at(servers, place)));
  }

  /** A store at the run's root past any proxy, so that what is measured is the store's. */
  private TopoStore direct() {
    return opened.keep(at(List.of(), TopoPath.root()));
  }

  Faults faults() {
    return faults;
  }

  Set<Capability> missing() {
    Set<Capability> missing = EnumSet.allOf(Capability.class);
    missing.removeAll(capabilities.present());
    return missing;
  }

  @Override
  public Map<String, Boolean> capabilities() {
    return Arrays.stream(Capability.values())
        .collect(Collectors.toMap(Enum::name, capabilities::has));
  }

  @Override
  public Function<Fault, String> whyNot() {
    return faults::whyNot;
  }

  @Override
  public List<Limit> limits() {
    try (TopoStore store = direct()) {
      return TopoLimits.of(store, root);
    }
  }

  @Override
  public List<Latency> latencies() {
    try (TopoStore store = direct()) {
      return TopoLatencies.of(store, EACH);
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
    try (TopoStore store = at(List.of(), TopoPath.root())) {
      int left = store.list(TopoPath.root()).size();
      for (int attempt = 0; left > 0 && attempt < ATTEMPTS; attempt++) {
        List<Node> nodes = store.list(TopoPath.root());
        store.writeAll(
            nodes.stream().map(node -> Mutation.delete(node.path(), Expect.any())).toList());
        left = store.list(TopoPath.root()).size();
      }
      return left == 0 ? List.of() : List.of(left + " nodes at /" + root + " could not be removed");
    } catch (TopoException failed) {
      return List.of("what lies at /" + root + " could not be removed: " + failed.getMessage());
    }
  }
}
