package com.multigres.meta.k8s.bridge;

import com.multigres.meta.k8s.config.ClusterAddresses;
import com.multigres.meta.k8s.config.SecretKey;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.cells.CellResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to log in to the stores of one cluster, with its Secrets. Thread-safe. */
final class StoreLogins {
  private static final Logger log = LoggerFactory.getLogger(StoreLogins.class);
  private static final Set<String> WITH_PASSWORD = Set.of("postgresql", "postgres");
  private static final String AUTHORITY = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String PRIVATE_KEY = "tls.key";

  private final ClusterAddresses where;
  private final Secrets secrets;
  private final long rereadNanos;
  private final Recipients ofCatalog;
  private final Recipients ofTopology;
  // What was used of certificates, to see when one is renewed.
  private final Map<SecretKey, String> used = new ConcurrentHashMap<>();
  private long looked = System.nanoTime();

  StoreLogins(ClusterAddresses where, Secrets secrets, Duration rereading) {
    this.where = where;
    this.secrets = secrets;
    rereadNanos = rereading.toNanos();
    ofCatalog = Recipients.at(where.catalogUri(), where.named().catalog());
    ofTopology = Recipients.at(where.topologyUri(), where.named().topology());
  }

  StoreOptions catalog() {
    StoreOptions.Builder options = StoreOptions.builder();
    if (takesPassword(where.catalogUri())) {
      where.catalogUser().ifPresent(options::user);
      where.catalogPassword().ifPresent(key -> options.password(secrets.password(key, ofCatalog)));
      where.catalogAuthority().ifPresent(name -> options.trustedCertificates(authority(name)));
    }
    return options.build();
  }

  private static boolean takesPassword(String address) {
    return WITH_PASSWORD.contains(StoreUri.parse(address).scheme());
  }

  StoreOptions topology() {
    return topology(ofTopology);
  }

  private StoreOptions topology(Recipients whom) {
    StoreOptions.Builder options = withoutSecrets();
    where
        .topologyCertificate()
        .ifPresent(
            name ->
                options.clientCertificate(
                    certificate(new SecretKey(name, CERTIFICATE), whom),
                    certificate(new SecretKey(name, PRIVATE_KEY), whom)));
    if (isOnTheCatalogsServer()) {
      where.catalogPassword().ifPresent(key -> options.password(secrets.password(key, whom)));
    }
    return options.build();
  }

  private StoreOptions.Builder withoutSecrets() {
    StoreOptions.Builder options = StoreOptions.builder();
    where.topologyAuthority().ifPresent(name -> options.trustedCertificates(authority(name)));
    return options;
  }

  /** A password is for the server that it is of. */
  private boolean isOnTheCatalogsServer() {
    return takesPassword(where.topologyUri())
        && takesPassword(where.catalogUri())
        && ofTopology.servers().equals(ofCatalog.servers());
  }

  /**
   * Opens a cell as the global topology is opened. One that a record puts on servers of its own
   * sees a Secret only where that names them.
   */
  TopoStore cell(Cell cell) {
    Recipients whom = ofTopology.elsewhere(CellResolver.servers(cell));
    boolean shown = ofTopologies().allMatch(secret -> secrets.mayBeShown(secret, whom));
    StoreOptions options = shown ? topology(whom) : withoutSecrets().build();
    return CellResolver.like(where.topologyUri(), options).open(cell);
  }

  /** The Secrets that a topology's servers would see. */
  private Stream<String> ofTopologies() {
    Optional<SecretKey> password =
        isOnTheCatalogsServer() ? where.catalogPassword() : Optional.empty();
    return Stream.concat(
        where.topologyCertificate().stream(), password.stream().map(SecretKey::secret));
  }

  /** Whom to trust is told to nobody. */
  private String authority(String secret) {
    return certificate(new SecretKey(secret, AUTHORITY), ofNobody());
  }

  private Recipients ofNobody() {
    return new Recipients(ofTopology.servers(), true, true);
  }

  private String certificate(SecretKey key, Recipients whom) {
    String text = secrets.text(key, whom);
    used.put(key, text);
    return text;
  }

  /** Whether the certificates are those that were used; looked at now and then. */
  synchronized boolean areCurrent() {
    if (used.isEmpty() || System.nanoTime() - looked < rereadNanos) {
      return true;
    }
    looked = System.nanoTime();
    Map<SecretKey, String> before = new HashMap<>(used);
    Optional<SecretKey> renewed =
        before.entrySet().stream()
            .filter(entry -> isOther(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    renewed.ifPresent(key -> log.info("the Secret {} was renewed", key.secret()));
    return renewed.isEmpty();
  }

  /** One that cannot be read, or is half written, is as it was. */
  private boolean isOther(SecretKey key, String before) {
    try {
      return !secrets.text(key, ofNobody()).equals(before);
    } catch (ApiException | IllegalArgumentException | IllegalStateException unreadable) {
      return false;
    }
  }
}
