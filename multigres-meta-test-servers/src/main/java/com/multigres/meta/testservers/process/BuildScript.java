package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.internal.CacheFolder;
import com.multigres.meta.testservers.internal.RunningServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The script that builds servers into a cache folder: the same that {@code bin/build-servers} runs,
 * carried along in the jar.
 *
 * @param cache the folder, shared by all processes of the user
 * @param environment variables for the script beside our own
 */
record BuildScript(Path cache, Map<String, String> environment) {

  private static final Logger log = LoggerFactory.getLogger(BuildScript.class);
  private static final String RESOURCE = "build-servers.sh";

  static BuildScript inUserCache() {
    return new BuildScript(CacheFolder.candidates().get(0).root(), Map.of());
  }

  /** Where the script puts a program. */
  Path place(ServerProgram program) {
    return cache
        .toAbsolutePath()
        .resolve(program.name() + "-" + program.version())
        .resolve(program.name());
  }

  /** Builds it, or waits for whoever builds it just now; what the script says goes to the log. */
  Optional<Path> build(ServerProgram program, List<String> tried) {
    try {
      Path script = Files.createTempFile("multigres-build-servers-", ".sh");
      try {
        copyTo(script);
        return run(script, program, tried);
      } finally {
        Files.deleteIfExists(script);
      }
    } catch (IOException e) {
      tried.add("built: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void copyTo(Path script) throws IOException {
    try (InputStream text = BuildScript.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IOException(RESOURCE + " is not in the jar");
      }
      Files.write(script, text.readAllBytes());
    }
  }

  private Optional<Path> run(Path script, ServerProgram program, List<String> tried)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh", script.toString(), program.name(), program.version().toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true);
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("MULTIGRES_CACHE", cache.toAbsolutePath().toString());
    builder.environment().putAll(variables);
    Process process = builder.start();
    // Nobody would know of a build that goes on when we have gone.
    RunningServers.add(process, process::destroy);
    String last = "";
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        log.info("{}", line);
        last = line.replaceFirst("^build-servers: ", "");
      }
    } finally {
      RunningServers.remove(process);
    }
    try {
      if (process.waitFor() == 0) {
        return Optional.of(place(program));
      }
      tried.add("built: " + last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tried.add("built: interrupted");
    }
    return Optional.empty();
  }
}
