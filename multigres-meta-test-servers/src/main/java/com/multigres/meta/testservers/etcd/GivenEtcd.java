package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody's own server, named by a variable. */
record GivenEtcd(String host, int port, Optional<EtcdLogin> login) implements EtcdServer {

  /** The variable that names the server. */
  static final String VARIABLE = "MULTIGRES_TEST_ETCD";

  private static final String FORM = "http://[user:password@]host:port";

  /** Empty where the variable is not set; a variable that is set wrongly is an error. */
  static Optional<GivenEtcd> find() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(GivenEtcd::parse);
  }

  static GivenEtcd parse(String text) {
    URI uri = parsed(text);
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    boolean complete =
        "http".equals(uri.getScheme())
            && uri.getHost() != null
            && (path.isEmpty() || path.equals("/"));
    if (!complete) {
      throw new ServerStartException(VARIABLE + " does not have the form " + FORM);
    }
    GivenEtcd given =
        new GivenEtcd(
            uri.getHost(), uri.getPort() < 0 ? 2379 : uri.getPort(), login(uri.getUserInfo()));
    EtcdGateway.to(given).get("multigres-test");
    return given;
  }

  private static Optional<EtcdLogin> login(@Nullable String credentials) {
    if (credentials == null) {
      return Optional.empty();
    }
    int colon = credentials.indexOf(':');
    if (colon < 1) {
      throw new ServerStartException(VARIABLE + " does not have the form " + FORM);
    }
    return Optional.of(
        new EtcdLogin(credentials.substring(0, colon), credentials.substring(colon + 1)));
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Neither the text nor the cause, which repeats it: there may be a password inside.
      throw new ServerStartException(VARIABLE + " is not a URI of the form " + FORM);
    }
  }

  @Override
  public Optional<TlsIdentity> tls() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Not ours.
  }

  @Override
  public String toString() {
    return "GivenEtcd[" + host + ":" + port + "]";
  }
}
