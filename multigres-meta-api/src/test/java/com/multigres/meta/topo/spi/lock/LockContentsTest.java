package com.multigres.meta.topo.spi.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.lock.LockContent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockContentsTest {
  private static LockContent content(String action, Map<String, String> options) {
    return new LockContent(
        action,
        "host1",
        "postgres",
        Optional.of(Instant.parse("2026-11-22T10:00:00Z")),
        options,
        LockContent.RUNNING);
  }

  private static LockContent decode(String text) {
    return LockContents.decode(ByteString.copyFromUtf8(text));
  }

  @Test
  void itIsWrittenAsTheOtherComponentsWriteIt() {
    assertThat(LockContents.encode(content("Say \"a<b & c>d\"\n\\", Map.of())).toStringUtf8())
        .isEqualTo(
            """
            {
              "Action": "Say \\"a\\u003cb \\u0026 c\\u003ed\\"\\n\\\\",
              "HostName": "host1",
              "UserName": "postgres",
              "Time": "2026-11-22T10:00:00Z",
              "Options": {},
              "Status": "Running"
            }\
            """);
  }

  @Test
  void whatOtherComponentsWroteIsRead() {
    LockContent read =
        decode(
            """
            {
              "Action": "Reparent \\u003c0-inf\\u003e",
              "HostName": "pooler-1",
              "UserName": "root",
              "Time": "2026-11-22T11:30:00+01:30",
              "Options": {},
              "Status": "Error: it \\"broke\\""
            }\
            """);
    assertThat(read.action()).isEqualTo("Reparent <0-inf>");
    assertThat(read.hostName()).isEqualTo("pooler-1");
    assertThat(read.time()).contains(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(read.options()).isEmpty();
    assertThat(read.status()).isEqualTo("Error: it \"broke\"");
  }

  @Test
  void membersOfNewerComponentsAndOfOtherShapesDoNotHinder() {
    LockContent read =
        decode(
            "{\"New\":[1,{\"a\":\"}\"}],\"Action\":null,\"Time\":\"soon\","
                + "\"Options\":{\"ttl\":30,\"deep\":{\"x\":[]}},\"UserName\":\"u\"}");
    assertThat(read.action()).isEqualTo("null");
    assertThat(read.userName()).isEqualTo("u");
    assertThat(read.time()).isEmpty();
    assertThat(read.options()).containsEntry("ttl", "30").containsEntry("deep", "{\"x\":[]}");
    assertThat(read.status()).isEmpty();
  }

  @Test
  void optionsOfAnotherShapeReadAsNone() {
    LockContent read = decode("{\"Action\":\"a\",\"Options\":[\"x\"],\"Status\":\"Running\"}");
    assertThat(read.action()).isEqualTo("a");
    assertThat(read.options()).isEmpty();
    assertThat(read.status()).isEqualTo("Running");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "held",
        "{",
        "{\"a\"",
        "{\"a\":}",
        "[1]",
        "{\"Action\":\"b\\q\"}",
        "{}x",
        "\"{}\""
      })
  void whatIsNoObjectIsUnreadableAndStillALock(String text) {
    assertThat(decode(text).action()).isEqualTo("unreadable");
  }

  @Test
  void everyTextComesBackAsItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(20), 0, 0x3000).forEach(text::appendCodePoint);
      LockContent given = content(text.toString(), Map.of("k" + text, "v" + text));
      assertThat(LockContents.decode(LockContents.encode(given)))
          .as("seed %d", seed)
          .isEqualTo(given);
    }
  }
}
