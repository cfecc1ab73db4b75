package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Somebody's own cluster, named by variables. */
record GivenKubernetes(String url, KubernetesLogin admin) implements KubernetesServer {

  /** The variable that names the server. */
  static final String VARIABLE = "MULTIGRES_TEST_KUBERNETES";

  /** The file with the token of somebody who may do everything. */
  static final String TOKEN = VARIABLE + "_TOKEN_FILE";

  /** The file with the certificate of whom to trust, as PEM. */
  static final String AUTHORITY = VARIABLE + "_CA_FILE";

  private static final Pattern FORM = Pattern.compile("https://[^/@\\s]+");

  /** Empty where the variable is not set; a variable that is set wrongly is an error. */
  static Optional<GivenKubernetes> find(Map<String, String> environment) {
    String url = environment.getOrDefault(VARIABLE, "");
    if (url.isBlank()) {
      return Optional.empty();
    }
    if (!FORM.matcher(url).matches()) {
      throw new ServerStartException(VARIABLE + " does not have the form https://host:port");
    }
    KubernetesLogin login =
        new KubernetesLogin(
            file(environment, AUTHORITY), Optional.empty(), Optional.of(file(environment, TOKEN)));
    new KubernetesApi(url, login).must("GET", "/api/v1/namespaces?limit=1", "");
    return Optional.of(new GivenKubernetes(url, login));
  }

  private static Path file(Map<String, String> environment, String variable) {
    Path file = Path.of(environment.getOrDefault(variable, ""));
    if (!Files.isRegularFile(file)) {
      throw new ServerStartException(variable + " has to name a file beside " + VARIABLE);
    }
    return file;
  }

  @Override
  public void close() {
    // Not ours.
  }
}
