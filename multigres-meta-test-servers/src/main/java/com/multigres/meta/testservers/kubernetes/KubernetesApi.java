package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.process.HttpCalls;
import com.multigres.meta.testservers.tls.TlsIdentity;
import com.multigres.meta.testservers.tls.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** An API server in plain requests: as much as starting it and tidying up after tests takes. */
final class KubernetesApi {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String url;
  private final KubernetesLogin login;
  private final HttpCalls calls;

  KubernetesApi(String url, KubernetesLogin login) {
    this(url, login, LIMIT);
  }

  KubernetesApi(String url, KubernetesLogin login, Duration limit) {
    this.url = url;
    this.login = login;
    SSLContext context =
        login
            .certificate()
            .map(TlsIdentity::context)
            .orElseGet(() -> Trust.inAuthority(login.authority()));
    this.calls = new HttpCalls(url, Optional.of(context), limit);
  }

  String url() {
    return url;
  }

  /** Whether it says that all its parts are ready. */
  boolean ready() {
    try {
      return send("GET", "/readyz", "").succeeded();
    } catch (IOException e) {
      return false;
    }
  }

  HttpCalls.Answer send(String method, String path, String json) throws IOException {
    return calls.send(method, path, headers(), json);
  }

  /** The same where another answer than success is an error. */
  HttpCalls.Answer must(String method, String path, String json) {
    try {
      HttpCalls.Answer answer = send(method, path, json);
      if (!answer.succeeded()) {
        throw new ServerStartException(
            "Kubernetes at "
                + url
                + " refused "
                + method
                + " "
                + path
                + ": "
                + answer.text("message").orElse("status " + answer.status()));
      }
      return answer;
    } catch (IOException e) {
      throw new ServerStartException(
          "Kubernetes at " + url + " does not answer " + method + " " + path, e);
    }
  }

  private Map<String, String> headers() {
    return login
        .token()
        .map(file -> Map.of("Authorization", "Bearer " + read(file)))
        .orElse(Map.of());
  }

  private static String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw new ServerStartException("cannot read the token in " + token, e);
    }
  }
}
