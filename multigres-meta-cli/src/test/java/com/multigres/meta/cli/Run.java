package com.multigres.meta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of the command inside this JVM.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(int status, String out, String err) {

  /** The words and the environment that a test's runs share. */
  record Caller(Map<String, String> environment, List<String> options) {
    static Caller with(String topo, String catalog) {
      return new Caller(Map.of("MULTIGRES_TOPO", topo, "MULTIGRES_CATALOG", catalog), List.of());
    }

    static Caller bare() {
      return new Caller(Map.of(), List.of());
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
