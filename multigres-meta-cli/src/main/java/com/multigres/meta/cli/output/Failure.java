package com.multigres.meta.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.store.Outcome;
import java.util.Optional;

/**
 * Why a command did not do what it was asked to.
 *
 * @param code for programs
 * @param rule the rule that was broken, where it is about one
 * @param message one line that names the input
 * @param outcome whether something may have been done all the same
 */
public record Failure(String code, Optional<String> rule, String message, Outcome outcome) {

  /** A refusal that left everything as it was. */
  public static Failure refused(String code, String message) {
    return new Failure(code, Optional.empty(), message, Outcome.NOT_APPLIED);
  }

  /** For people: one line. */
  public String line() {
    String doubt = outcome == Outcome.UNKNOWN ? " (whether it was done is unknown)" : "";
    return Shown.line(code + ": " + message) + doubt;
  }

  /** For programs: the error document. */
  public JsonNode json() {
    ObjectNode error = Json.object().put("code", code);
    error.set("rule", Json.text(rule));
    error.put("message", Shown.line(message)).put("outcome", outcome.name());
    ObjectNode document = Json.object();
    document.set("error", error);
    return document;
  }
}
