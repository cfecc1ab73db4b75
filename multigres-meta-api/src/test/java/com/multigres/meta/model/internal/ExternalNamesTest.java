package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Seed;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"db1", "a", "0-inf", "8-c", "my-db", "abcdefghijklmnopqrstuvwxy"})
  void aNameThatQualifiesIsTheExternalName(String name) {
    assertThat(ExternalNames.TABLE_GROUP.choose(name, taken -> false)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Db1",
        "my_db",
        "-80",
        "80-",
        "-",
        "größe",
        "abcdefghijklmnopqrstuvwxyz",
        "a b",
        "a.b",
        "locks",
        "😀",
        "Database",
        "a-",
        "x--------------------------y"
      })
  void anotherNameIsShortenedWithAHash(String name) {
    String chosen = ExternalNames.TABLE_GROUP.choose(name, taken -> false);
    assertThat(chosen).isNotEqualTo(name).matches("([a-z0-9][-a-z0-9]*-)?[0-9a-f]{8}");
    assertThat(ExternalNames.TABLE_GROUP.qualifies(chosen)).isTrue();
    assertThat(ExternalNames.TABLE_GROUP.choose(name, taken -> false)).isEqualTo(chosen);
  }

  @Test
  void theHashStandsBehindWhatIsReadable() {
    assertThat(ExternalNames.DATABASE.choose("My Database", taken -> false))
        .matches("my-database-[0-9a-f]{8}");
  }

  @Test
  void lengthsDifferByKind() {
    String thirty = "a".repeat(30);
    assertThat(ExternalNames.DATABASE.qualifies(thirty)).isTrue();
    assertThat(ExternalNames.DATABASE.qualifies(thirty + "a")).isFalse();
    assertThat(ExternalNames.SHARD.qualifies("a".repeat(25))).isTrue();
    assertThat(ExternalNames.SHARD.qualifies("a".repeat(26))).isFalse();
  }

  @Test
  void aNameThatASiblingHasTakenIsHashedToo() {
    String chosen = ExternalNames.SHARD.choose("0-8", Set.of("0-8")::contains);
    assertThat(chosen).matches("0-8-[0-9a-f]{8}");
    assertThat(ExternalNames.SHARD.choose("0-8", Set.of("0-8", chosen)::contains))
        .matches("0-8-[0-9a-f]{8}")
        .isNotEqualTo(chosen);
  }

  @Test
  void whateverTheNamesNoTwoSiblingsShareOne() {
    Seed.run(
        random -> {
          Set<String> taken = new HashSet<>();
          for (int i = 0; i < 3_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(40); length > 0; length--) {
              name.appendCodePoint("aA-_0é😀".codePointAt(random.nextInt(6)));
            }
            String chosen = ExternalNames.SHARD.choose(name.toString(), taken::contains);
            assertThat(taken.add(chosen)).as("%s for %s", chosen, name).isTrue();
            assertThat(ExternalNames.SHARD.qualifies(chosen)).as(chosen).isTrue();
          }
        });
  }
}
