package com.multigres.meta.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** The few ways in which the command's JSON documents are put together. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** An array of what the elements become. */
  public static <T> ArrayNode array(Collection<T> elements, Function<T, ? extends JsonNode> each) {
    ArrayNode array = NODES.arrayNode(elements.size());
    elements.forEach(element -> array.add(each.apply(element)));
    return array;
  }

  /** An array of texts. */
  public static ArrayNode strings(Collection<String> elements) {
    return array(elements, TextNode::valueOf);
  }

  /** A text, or null where there is none. */
  public static JsonNode text(Optional<String> value) {
    return value.<JsonNode>map(TextNode::valueOf).orElse(NODES.nullNode());
  }

  /** JSON's null. */
  public static JsonNode nothing() {
    return NODES.nullNode();
  }

  /** A document on one line. */
  public static String write(JsonNode document) {
    return document.toString();
  }

  /** A document on many lines, for a file that people may read. */
  public static String writePretty(JsonNode document) {
    return document.toPrettyString();
  }

  /**
   * Reads one document.
   *
   * @throws JsonProcessingException when the text is not exactly one
   */
  public static JsonNode read(String text) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(text);
  }
}
