package com.multigres.meta.k8s;

import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;

/**
 * Counts what a YAML text holds before anything is built from it: the composer recurses, so depth
 * must be bounded first.
 */
final class YamlBounds {
  static final int MAX_DEPTH = 100;
  static final int MAX_NODES = 500_000;
  static final int MAX_ALIASES = 1_000;
  static final int MAX_DOCUMENTS = 10_000;

  private final ManifestText source;
  private int depth;
  private int nodes;
  private int aliases;
  private int documents;

  private YamlBounds(ManifestText source) {
    this.source = source;
  }

  static void check(ManifestText source, LoadSettings settings) {
    YamlBounds bounds = new YamlBounds(source);
    for (Event event : new Parse(settings).parseString(source.text())) {
      bounds.see(event);
    }
  }

  private void see(Event event) {
    if (event instanceof CollectionStartEvent) {
      depth++;
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
    documents += event instanceof DocumentStartEvent ? 1 : 0;
    nodes += event instanceof NodeEvent ? 1 : 0;
    aliases += event instanceof AliasEvent ? 1 : 0;
    within(event, depth, MAX_DEPTH, "nests deeper than %d levels");
    within(event, documents, MAX_DOCUMENTS, "holds more than %d documents");
    within(event, nodes, MAX_NODES, "holds more than %d values");
    within(event, aliases, MAX_ALIASES, "holds more than %d aliases");
  }

  private void within(Event event, int count, int limit, String problem) {
    if (count > limit) {
      OptionalInt line = YamlLines.of(event.getStartMark());
      throw source.problem(line, String.format(problem, limit));
    }
  }
}
