package com.multigres.meta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of the command inside this JVM.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(int status, String out, String err) {

  private static final String MANIFEST =
      """
      apiVersion: multigres.com/v1alpha1
      kind: MultigresCluster
      metadata: {name: cluster1}
      spec:
        cells: [{name: cell1, zoneId: a}]
        databases: [{name: postgres, default: true}]
      """;

  /** Words as a shell splits them, as far as tests need it: single quotes keep them together. */
  static String[] words(String line) {
    if (line.isEmpty()) {
      return new String[0];
    }
    List<String> words = new ArrayList<>();
    for (String word : line.split(" +(?=(?:[^']*'[^']*')*[^']*$)", -1)) {
      words.add(word.replace("'", ""));
    }
    return words.toArray(String[]::new);
  }

  /** The words and the environment that a test's runs share. */
  record Caller(Map<String, String> environment, List<String> options) {
    static Caller with(String topo, String catalog) {
      return new Caller(Map.of("MULTIGRES_TOPO", topo, "MULTIGRES_CATALOG", catalog), List.of());
    }

    static Caller bare() {
      return new Caller(Map.of(), List.of());
    }

    /** The same, without a topology that changes would be carried into. */
    Caller withoutTopology() {
      Map<String, String> rest = new TreeMap<>(environment);
      rest.remove("MULTIGRES_TOPO");
      return new Caller(rest, options);
    }

    /** The same, without a catalog. */
    Caller withoutCatalog() {
      Map<String, String> rest = new TreeMap<>(environment);
      rest.remove("MULTIGRES_CATALOG");
      return new Caller(rest, options);
    }

    /** Makes the cluster {@code cluster1} with its {@code cell1}. */
    void initialiseCluster() {
      try {
        Path manifest = Files.createTempFile("cluster1", ".yaml");
        Files.writeString(manifest, MANIFEST);
        run("cluster", "init", "-f", manifest.toString()).requireDone();
        Files.delete(manifest);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Run run(String... words) {
      return runWithInput("", words);
    }

    Run runWithInput(String input, String... words) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int status = status(input, out, err, new Interruption(), words);
      return new Run(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    int status(
        String input,
        ByteArrayOutputStream out,
        ByteArrayOutputStream err,
        Interruption interruption,
        String... words) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of(words));
      Console console = new Console(print(out), print(err), false);
      ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
      return MultigresMeta.run(all, new Context(console, in, environment, interruption));
    }

    /** Runs with {@code --output json} and reads the one document of the answer. */
    JsonNode json(String... words) {
      return run(withJson(words)).document();
    }

    Run runJson(String... words) {
      return run(withJson(words));
    }

    private static String[] withJson(String... words) {
      List<String> all = new ArrayList<>(List.of("--output", "json"));
      all.addAll(List.of(words));
      return all.toArray(String[]::new);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
      return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
  }

  /** The one JSON document on standard output. */
  JsonNode document() {
    try {
      return Json.read(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + out + " (stderr: " + err + ")", e);
    }
  }

  List<String> lines() {
    return out.lines().toList();
  }

  Run requireDone() {
    if (status != 0) {
      throw new AssertionError("exit " + status + ": " + err + out);
    }
    return this;
  }
}
