package com.multigres.meta.cli.run;

import com.multigres.meta.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How to reach the stores, from options, files and variables; what is secret stays out of logs. */
final class Credentials {
  private final GlobalOptions options;
  private final Map<String, String> environment;

  Credentials(GlobalOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  StoreOptions of(String passwordVariable) {
    StoreOptions.Builder builder = StoreOptions.builder();
    options.timeout().ifPresent(time -> limit(builder, time));
    Optional<Path> file = options.passwordFile();
    if (file.isPresent()) {
      read(file.get(), "--password-file");
      builder.password(() -> firstLine(read(file.get(), "--password-file")));
    } else if (environment.containsKey(passwordVariable)) {
      builder.password(() -> environment.getOrDefault(passwordVariable, ""));
    }
    options.caFile().ifPresent(ca -> builder.trustedCertificates(read(ca, "--ca-file")));
    certificate(builder);
    return builder.build();
  }

  private static void limit(StoreOptions.Builder builder, Duration time) {
    builder.connectTimeout(time).timeout(time);
  }

  private void certificate(StoreOptions.Builder builder) {
    Optional<Path> certificate = options.certFile();
    Optional<Path> key = options.keyFile();
    if (certificate.isPresent() != key.isPresent()) {
      throw CliException.usage("--cert-file and --key-file belong together");
    }
    if (certificate.isPresent() && key.isPresent()) {
      builder.clientCertificate(
          read(certificate.get(), "--cert-file"), read(key.get(), "--key-file"));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String read(Path file, String option) {
    return TextFiles.read(file, option);
  }
}
