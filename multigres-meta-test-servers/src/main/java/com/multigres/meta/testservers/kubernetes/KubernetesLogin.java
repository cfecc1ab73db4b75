package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How somebody proves who he is: by a certificate or by a token, in files.
 *
 * @param authority the certificate of whom to trust, as PEM
 * @param certificate the own certificate with its key
 * @param token the file with the token
 */
public record KubernetesLogin(
    Path authority, Optional<TlsIdentity> certificate, Optional<Path> token) {

  static KubernetesLogin by(TlsIdentity identity) {
    return new KubernetesLogin(identity.authority(), Optional.of(identity), Optional.empty());
  }
}
