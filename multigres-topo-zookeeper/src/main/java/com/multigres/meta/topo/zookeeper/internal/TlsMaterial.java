package com.multigres.meta.topo.zookeeper.internal;

import java.util.Optional;

/**
 * What encrypted connections need, as PEM text.
 *
 * @param trusted the certificates that may sign a server's; the system's where empty
 * @param certificate the client's certificate chain
 * @param key its private key
 */
record TlsMaterial(Optional<String> trusted, Optional<String> certificate, Optional<String> key) {

  @Override
  public String toString() {
    return "TlsMaterial[trusted=%s, certificate=%s]"
        .formatted(trusted.isPresent(), certificate.isPresent());
  }
}
