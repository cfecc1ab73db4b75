package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.OutputFormat;
import com.multigres.meta.topology.TopoLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before its name or behind it. */
public final class GlobalOptions {

  @Option(
      names = "--topo",
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description =
          "The global topology: memory://NAME/ROOT, postgresql://HOST/DATABASE#/ROOT, ..."
              + " Default: the variable MULTIGRES_TOPO.")
  private @Nullable String topo;

  @Option(
      names = "--catalog",
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description =
          "The catalog: postgresql://HOST/DATABASE, memory://NAME."
              + " Default: the variable MULTIGRES_CATALOG.")
  private @Nullable String catalog;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The cluster's name, NAMESPACE/NAME for one in Kubernetes.")
  private @Nullable String cluster;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      scope = ScopeType.INHERIT,
      description =
          "Where records lie in the topology: canonical (default), or multigres as today's"
              + " components have it.")
  private @Nullable TopoLayout layout;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "text (default) or json.")
  private @Nullable OutputFormat output;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = "How long connecting, and each call, may take: 500ms, 10s, 2m.")
  private @Nullable Duration timeout;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Holds the stores' password. Default: the variables MULTIGRES_TOPO_PASSWORD and"
              + " MULTIGRES_CATALOG_PASSWORD.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificates that may sign a server's (PEM). Default: the system's.")
  private @Nullable Path caFile;

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The client's certificate chain (PEM), together with --key-file.")
  private @Nullable Path certFile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The client's private key (PEM, PKCS#8).")
  private @Nullable Path keyFile;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show the library's log and, when something fails, where.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  /** The address that was given with {@code --topo}. */
  public Optional<String> topo() {
    return Optional.ofNullable(topo);
  }

  /** The address that was given with {@code --catalog}. */
  public Optional<String> catalog() {
    return Optional.ofNullable(catalog);
  }

  Optional<String> cluster() {
    return Optional.ofNullable(cluster);
  }

  TopoLayout layout() {
    return Optional.ofNullable(layout).orElse(TopoLayout.CANONICAL);
  }

  /** The form of the answer. */
  public OutputFormat output() {
    return Optional.ofNullable(output).orElse(OutputFormat.TEXT);
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  Optional<Path> passwordFile() {
    return Optional.ofNullable(passwordFile);
  }

  Optional<Path> caFile() {
    return Optional.ofNullable(caFile);
  }

  Optional<Path> certFile() {
    return Optional.ofNullable(certFile);
  }

  Optional<Path> keyFile() {
    return Optional.ofNullable(keyFile);
  }

  /** Whether help was asked for instead of the command. */
  public boolean help() {
    return help;
  }

  /** Whether errors show where they came from. */
  public boolean verbose() {
    return verbose;
  }
}
