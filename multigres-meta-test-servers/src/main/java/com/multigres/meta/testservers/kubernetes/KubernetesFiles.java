package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.tls.CertificateAuthority;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The certificates of one server, and its administrator's configuration file.
 *
 * @param authority who issues certificates for it
 * @param server its own
 * @param admin the administrator's
 * @param kubeconfig the administrator's configuration file
 */
record KubernetesFiles(
    CertificateAuthority authority, TlsIdentity server, TlsIdentity admin, Path kubeconfig) {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: test
      contexts:
        - name: test
          context: {cluster: test, user: admin}
      clusters:
        - name: test
          cluster: {server: "%s", certificate-authority: "%s"}
      users:
        - name: admin
          user: {client-certificate: "%s", client-key: "%s"}
      """;

  static KubernetesFiles in(ServerFolder folder, String url) {
    CertificateAuthority authority = CertificateAuthority.in(folder.path().resolve("tls"));
    TlsIdentity server = authority.issue("server", "CN=kube-apiserver");
    TlsIdentity admin = authority.issue("admin", "CN=admin, O=system:masters");
    Path kubeconfig =
        folder.write(
            "kubeconfig",
            KUBECONFIG.formatted(url, admin.authority(), admin.certificate(), admin.key()));
    return new KubernetesFiles(authority, server, admin, kubeconfig);
  }

  Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("client-ca-file", authority.certificate().toString());
    arguments.put("tls-cert-file", server.certificate().toString());
    arguments.put("tls-private-key-file", server.key().toString());
    // No account of a service exists; the tokens of those that a test makes bear the same key.
    arguments.put("service-account-issuer", "https://kubernetes.default.svc");
    arguments.put("service-account-key-file", server.certificate().toString());
    arguments.put("service-account-signing-key-file", server.key().toString());
    return arguments;
  }
}
