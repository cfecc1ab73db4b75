package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairTableTest {
  @Test
  void anEmptyTableHasNothing() {
    assertThat(new PairTable<String>(0, sink -> {}).get("a", "b")).isNull();
  }

  @Test
  void itFindsWhatAMapOfListsFinds() {
    Seed.run(
        random -> {
          for (int round = 0; round < 200; round++) {
            Map<List<String>, Integer> model = new HashMap<>();
            for (int i = random.nextInt(200); i > 0; i--) {
              model.put(List.of("" + random.nextInt(20), "" + random.nextInt(20)), i);
            }
            PairTable<Integer> table =
                new PairTable<>(
                    model.size(),
                    sink -> model.forEach((key, value) -> sink.put(key.get(0), key.get(1), value)));
            for (int i = 0; i < 400; i++) {
              String first = "" + i / 20;
              String second = "" + i % 20;
              assertThat(table.get(first, second)).isEqualTo(model.get(List.of(first, second)));
            }
          }
        });
  }

  @Test
  void namesThatHashAlikeAreToldApart() {
    PairTable<Integer> table =
        new PairTable<>(
            3,
            sink -> {
              sink.put("Aa", "BB", 1);
              sink.put("BB", "Aa", 2);
              sink.put("Aa", "Aa", 3);
            });
    assertThat(table.get("Aa", "BB")).isEqualTo(1);
    assertThat(table.get("BB", "Aa")).isEqualTo(2);
    assertThat(table.get("Aa", "Aa")).isEqualTo(3);
    assertThat(table.get("BB", "BB")).isNull();
  }
}
