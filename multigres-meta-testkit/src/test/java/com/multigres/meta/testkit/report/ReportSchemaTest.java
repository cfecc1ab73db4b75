package com.multigres.meta.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The schema that programs hold a report against. It lets fields pass that it does not know, as
 * readers must; here it is closed, so that none comes, goes or changes its kind without it.
 */
class ReportSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode published() throws IOException {
    try (InputStream file = Report.class.getResourceAsStream("report.schema.json")) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(file, "report.schema.json"));
    }
  }

  /** The same, and nothing else is allowed anywhere. */
  private static ObjectNode closed() throws IOException {
    ObjectNode schema = published();
    close(schema);
    return schema;
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      object.put("additionalProperties", false);
    }
    node.forEach(ReportSchemaTest::close);
  }

  private static List<String> complaints(JsonNode schema, JsonNode report) {
    Schema read =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
    return read.validate(report).stream().map(Error::toString).toList();
  }

  private static JsonNode json(Report report) throws IOException {
    return JSON.readTree(ReportJson.of(report));
  }

  @Test
  void everyReportIsValid() throws IOException {
    for (Report report : List.of(Samples.full(), Samples.undecidedAlone(), Samples.untested())) {
      assertThat(complaints(closed(), json(report))).isEmpty();
    }
  }

  @Test
  void aFieldThatComesIsNoticedHereAndPassesWithReaders() throws IOException {
    int places = objects(json(Samples.full())).size();
    for (int i = 0; i < places; i++) {
      JsonNode report = json(Samples.full());
      objects(report).get(i).put("novelty", 1);
      assertThat(complaints(closed(), report)).singleElement().asString().contains("novelty");
      assertThat(complaints(published(), report)).isEmpty();
    }
  }

  @Test
  void aFieldThatGoesOrBecomesSomethingElseIsNoticed() throws IOException {
    List<ObjectNode> originals = objects(json(Samples.full()));
    for (int i = 0; i < originals.size(); i++) {
      for (String field : originals.get(i).properties().stream().map(e -> e.getKey()).toList()) {
        JsonNode without = json(Samples.full());
        objects(without).get(i).remove(field);
        assertThat(complaints(published(), without)).as(field).isNotEmpty();
        JsonNode other = json(Samples.full());
        objects(other).get(i).putArray(field).addArray().add(true);
        assertThat(complaints(published(), other)).as(field).isNotEmpty();
      }
    }
  }

  @Test
  void theSchemaIsOfTheReportsNumber() throws IOException {
    ObjectNode schema = published();
    assertThat(schema.at("/properties/schema/const").asInt()).isEqualTo(Report.SCHEMA);
    assertThat(schema.get("$id").asText()).endsWith(":" + Report.SCHEMA);
    JsonNode older = json(Samples.full());
    ((ObjectNode) older).put("schema", Report.SCHEMA - 1);
    assertThat(complaints(schema, older)).isNotEmpty();
  }

  /** One object of each place: of a list, the first. */
  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ArrayNode list && !list.isEmpty()) {
      found.addAll(objects(list.get(0)));
    } else if (node instanceof ObjectNode object) {
      found.add(object);
      object.forEach(field -> found.addAll(objects(field)));
    }
    return found;
  }
}
