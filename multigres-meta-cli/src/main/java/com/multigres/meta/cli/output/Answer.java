package com.multigres.meta.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a command answers, as text for people and as JSON for programs; only one is ever made. */
public interface Answer {

  /** The document for programs. */
  JsonNode json();

  /** The lines for people. */
  List<String> text(Paint paint);

  /** An answer from its two forms. */
  static Answer of(Supplier<JsonNode> json, Function<Paint, List<String>> text) {
    return new Answer() {
      @Override
      public JsonNode json() {
        return json.get();
      }

      @Override
      public List<String> text(Paint paint) {
        return text.apply(paint);
      }
    };
  }

  /** An answer of one line. */
  static Answer line(Supplier<JsonNode> json, String line) {
    return of(json, paint -> List.of(line));
  }
}
