package com.multigres.meta.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.OutputFormat;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.run.Interruption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Tells the steps to people while they happen, and keeps them for the document of programs. Whoever
 * asks for the end hears no more, and the story ends where it is.
 */
final class SpokenSteps implements Narration {
  private final Console console;
  private final Interruption interruption;
  private final ArrayNode steps = Json.strings(List.of());
  private ObjectNode current = Json.object();

  SpokenSteps(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
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
    if (interruption.asked()) {
      throw new CancellationException("the end was asked for");
    }
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
