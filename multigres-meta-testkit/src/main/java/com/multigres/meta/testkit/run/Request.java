package com.multigres.meta.testkit.run;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the words of a command line ask for. */
final class Request {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Request() {}

  /** Opens the store that is named. */
  static Conformance open(Words words) {
    RunOptions options = options(words);
    Optional<String> topo = words.one("--topo");
    Optional<String> catalog = words.one("--catalog");
    if (topo.isPresent() == catalog.isPresent()) {
      throw new IllegalArgumentException(
          "name the store to test, and only one: --topo URI or --catalog URI");
    }
    return topo.isPresent()
        ? Conformance.topology(topo.get(), credentials(words), options)
        : Conformance.catalog(catalog.orElseThrow(), credentials(words), options);
  }

  /** How to run it. */
  static RunOptions options(Words words) {
    String output = words.one("--output").orElse("text");
    if (!output.equals("text") && !output.equals("json")) {
      throw new IllegalArgumentException("--output is text or json, not '" + output + "'");
    }
    RunOptions options =
        RunOptions.usual()
            .withFaults(words.has("--faults"))
            .withLongTests(words.has("--long"))
            .withPatience(words.duration("--patience").orElse(PATIENCE))
            .withOnly(words.all("--theme"), words.all("--rule"))
            .withServer(words.one("--server").orElse(""))
            .withMeasures(!words.has("--no-measures"));
    RunOptions kept =
        words
            .one("--report")
            .map(folder -> options.withHistories(ReportFiles.histories(Path.of(folder))))
            .orElse(options);
    return words.number("--seed").map(kept::withSeed).orElse(kept);
  }

  private static StoreOptions credentials(Words words) {
    StoreOptions.Builder builder = StoreOptions.builder();
    words.duration("--timeout").ifPresent(time -> builder.connectTimeout(time).timeout(time));
    words.one("--user").ifPresent(builder::user);
    if (words.has("--password-file")) {
      read(words, "--password-file");
      builder.password(() -> read(words, "--password-file").lines().findFirst().orElse(""));
    }
    if (words.has("--ca-file")) {
      builder.trustedCertificates(read(words, "--ca-file"));
    }
    if (words.has("--cert-file") != words.has("--key-file")) {
      throw new IllegalArgumentException("--cert-file and --key-file belong together");
    }
    if (words.has("--cert-file")) {
      builder.clientCertificate(read(words, "--cert-file"), read(words, "--key-file"));
    }
    return builder.build();
  }

  private static String read(Words words, String option) {
    Path file = Path.of(words.one(option).orElse(""));
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          option + ": '" + file + "' cannot be read: " + unreadable, unreadable);
    }
  }
}
