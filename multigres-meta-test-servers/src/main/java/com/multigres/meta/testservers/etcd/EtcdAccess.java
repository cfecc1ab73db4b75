package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.Passwords;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.tls.CertificateAuthority;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.util.Optional;

/**
 * What a server and its clients show each other.
 *
 * @param server the server's certificate
 * @param client a client's
 * @param login who may do everything
 */
record EtcdAccess(
    Optional<TlsIdentity> server, Optional<TlsIdentity> client, Optional<EtcdLogin> login) {

  static EtcdAccess of(EtcdSetup setup, ServerFolder folder) {
    Optional<EtcdLogin> login =
        setup.asksForUser()
            ? Optional.of(new EtcdLogin("root", Passwords.fresh()))
            : Optional.empty();
    if (!setup.speaksTls()) {
      return new EtcdAccess(Optional.empty(), Optional.empty(), login);
    }
    CertificateAuthority authority = CertificateAuthority.in(folder.path().resolve("tls"));
    // Neither has a common name, which etcd would take for a user, and refuses at its gateway.
    TlsIdentity server = authority.issue("server", "O=multigres test server");
    TlsIdentity client = authority.issue("client", "O=multigres test client");
    return new EtcdAccess(Optional.of(server), Optional.of(client), login);
  }
}
