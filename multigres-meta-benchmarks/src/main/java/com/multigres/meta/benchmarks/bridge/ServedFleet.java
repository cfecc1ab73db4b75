package com.multigres.meta.benchmarks.bridge;

import com.multigres.meta.k8s.BridgeConfigs;
import com.multigres.meta.k8s.bridge.BridgeFleet;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The process that is measured: it serves all clusters, and says on each line what it takes. */
final class ServedFleet {
  private static final int SETTLING_COLLECTIONS = 3;

  private ServedFleet() {}

  /**
   * Serves until its input ends.
   *
   * @param args the kubeconfig, the bridge's configuration, the process's namespace
   */
  public static void main(String[] args) throws IOException {
    ApiServer server =
        ApiServer.acquire(
            ApiSettings.of(
                Optional.of(args[0]),
                Optional.empty(),
                Optional.empty(),
                StoreOptions.defaults(),
                ApiSettings.CONNECT_TIMEOUT));
    try (BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BridgeFleet fleet =
            BridgeFleet.start(
                server,
                BridgeConfigs.read(Path.of(args[1]), args[2]),
                args[2],
                "measured",
                (name, report) -> {})) {
      while (asked.readLine() != null) {
        System.out.println(figures(fleet));
      }
    } finally {
      server.release();
    }
  }

  private static String figures(BridgeFleet fleet) throws IOException {
    for (int i = 0; i < SETTLING_COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "%d clusters, %d threads, %.0f MB of heap in use, %.0f MB of memory, %.0f s of processor time",
        fleet.served().size(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
        residentMegabytes(),
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3);
  }

  private static double residentMegabytes() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .findFirst()
        .orElseThrow();
  }
}
