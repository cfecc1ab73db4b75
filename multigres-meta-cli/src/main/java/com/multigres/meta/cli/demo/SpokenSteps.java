package com.multigres.meta.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.OutputFormat;
import com.multigres.meta.cli.output.Paint;
import java.util.List;
import java.util.function.Function;

/** Tells the steps to people while they happen, and keeps them for the document of programs. */
final class SpokenSteps implements Narration {
  private final Console console;
  private final ArrayNode steps = Json.strings(List.of());
  private ObjectNode current = Json.object();

  SpokenSteps(Console console) {
    this.console = console;
  }

  @Override
  public void step(String title) {
    int number = steps.size() + 1;
    current = Json.object().put("step", number).put("title", title);
    current.putArray("lines");
    steps.add(current);
    say(paint -> paint.strong(number + ". " + title));
  }

  @Override
  public void tell(String line) {
    current.withArray("lines").add(line);
    say(paint -> "   " + line);
  }

  private void say(Function<Paint, String> line) {
    if (console.format() == OutputFormat.TEXT) {
      console.print(Answer.of(Json::nothing, paint -> List.of(line.apply(paint))));
    }
  }

  JsonNode json(JsonNode end) {
    ObjectNode json = Json.object();
    json.set("steps", steps);
    return json.set("end", end);
  }
}
