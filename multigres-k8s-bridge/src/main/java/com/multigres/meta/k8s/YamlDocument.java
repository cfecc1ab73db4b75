package com.multigres.meta.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One document of a YAML text: its value (maps, lists, scalars) and the lines of its fields.
 *
 * @param value the document as Java values
 * @param lines where its fields stand
 */
record YamlDocument(Object value, YamlLines lines) {

  /** Every document of the text that holds something, in order. */
  static List<YamlDocument> parse(ManifestText source) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(YamlBounds.MAX_ALIASES)
            .setCodePointLimit(ManifestText.MAX_BYTES)
            .build();
    try {
      YamlBounds.check(source, settings);
      List<YamlDocument> documents = new ArrayList<>();
      for (Node node : new Compose(settings).composeAllFromString(source.text())) {
        YamlExpansion.check(source, node);
        construct(settings, node).ifPresent(documents::add);
      }
      return documents;
    } catch (MarkedYamlEngineException e) {
      OptionalInt line = YamlLines.of(e.getProblemMark().or(e::getContextMark));
      throw source.problem(line, "is not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw source.problem(OptionalInt.empty(), "is not YAML: " + e.getMessage(), e);
    }
  }

  private static Optional<YamlDocument> construct(LoadSettings settings, Node node) {
    Object value = new StandardConstructor(settings).constructSingleDocument(Optional.of(node));
    return Optional.ofNullable(value).map(some -> new YamlDocument(some, new YamlLines(node)));
  }
}
