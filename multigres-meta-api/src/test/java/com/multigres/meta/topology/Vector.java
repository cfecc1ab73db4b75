package com.multigres.meta.topology;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A record that another component wrote: what it says as text, and the bytes that stand in the
 * store.
 */
record Vector(String name, String message, String text, String hex) {
  static List<Vector> all() {
    try (InputStream file = Vector.class.getResourceAsStream("/vectors/records.json")) {
      return new ObjectMapper()
          .readValue(Objects.requireNonNull(file), new TypeReference<List<Vector>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Vector named(String name) {
    return all().stream().filter(vector -> vector.name().equals(name)).findFirst().orElseThrow();
  }

  RecordCodec<?> codec() {
    return Stream.of(
            RecordCodecs.CELL,
            RecordCodecs.DATABASE,
            RecordCodecs.POOLER,
            RecordCodecs.GATEWAY,
            RecordCodecs.ORCHESTRATOR)
        .filter(codec -> codec.messageType().equals(message))
        .findFirst()
        .orElseThrow();
  }

  ByteString bytes() {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  @Override
  public String toString() {
    return name;
  }
}
