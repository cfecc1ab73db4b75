package com.multigres.meta.testkit.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.testkit.Patience;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A browser without a screen, told what to do over its own protocol. */
final class Chromium implements AutoCloseable {
  /** The variable that names the program. */
  private static final String PROGRAM = "MULTIGRES_TEST_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Path folder;
  private final Process process;
  private final BrowserTab tab;

  private Chromium(Path folder, Process process, BrowserTab tab) {
    this.folder = folder;
    this.process = process;
    this.tab = tab;
  }

  /** One with an empty page; ends the test as not run where there is none. */
  static Chromium start() throws IOException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chromium-")
            .toAbsolutePath();
    Process process = process(program(), folder);
    try {
      return new Chromium(folder, process, BrowserTab.at(address(process, folder)));
    } catch (IOException | RuntimeException e) {
      end(process, folder);
      throw e;
    }
  }

  private static Path program() {
    String named = System.getenv(PROGRAM);
    if (named != null) {
      return Path.of(named);
    }
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> notRun("there is no Chromium on the PATH, and " + PROGRAM + " is unset"));
  }

  private static TestAbortedException notRun(String reason) {
    return new TestAbortedException(
        "NOT RUN: " + reason + ". To provide it: apt-get install chromium");
  }

  private static Process process(Path program, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--headless=new",
            // Root is refused the sandbox; what is opened here is our own page.
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
            "--disable-breakpad",
            "--disable-crash-reporter",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder,
            "about:blank");
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    File log = folder.resolve("log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  /** Where the page can be talked to; the browser chooses its port by itself. */
  private static URI address(Process process, Path folder) throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    @Nullable URI[] found = new @Nullable URI[1];
    boolean came =
        Patience.comes(
            () -> {
              found[0] = page(client, folder).orElse(null);
              return found[0] != null || !process.isAlive();
            });
    URI page = found[0];
    if (!came || page == null) {
      throw notRun("Chromium does not start: " + Files.readString(folder.resolve("log")).strip());
    }
    return page;
  }

  private static Optional<URI> page(HttpClient client, Path folder) {
    try {
      List<String> said = Files.readAllLines(folder.resolve("DevToolsActivePort"));
      URI list = URI.create("http://127.0.0.1:" + Integer.parseInt(said.get(0)) + "/json/list");
      String pages =
          client
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return new ObjectMapper()
          .readTree(pages)
          .valueStream()
          .filter(one -> one.path("type").asText().equals("page"))
          .map(one -> URI.create(one.get("webSocketDebuggerUrl").asText()))
          .findFirst();
    } catch (IOException | RuntimeException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The page that it shows. */
  BrowserTab tab() {
    return tab;
  }

  /** Shows a file, and forgets what the one before said. */
  void open(Path file) {
    tab.call("Page.enable");
    tab.call("Runtime.enable");
    tab.call("Log.enable");
    tab.forget();
    tab.call("Page.navigate", "url", file.toUri().toString());
    tab.awaitEvent("Page.loadEventFired");
  }

  /** What a script says of the page. */
  JsonNode ask(String script) {
    JsonNode answer = tab.call("Runtime.evaluate", "expression", script, "returnByValue", true);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.at("/result/value");
  }

  @Override
  public void close() {
    tab.close();
    end(process, folder);
  }

  private static void end(Process process, Path folder) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    Patience.comes(() -> !process.isAlive());
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException left) {
      // It lies below target, where the next clean build takes it away.
    }
  }
}
