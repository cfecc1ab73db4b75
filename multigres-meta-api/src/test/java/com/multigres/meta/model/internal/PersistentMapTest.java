package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.model.Seed;
import com.multigres.meta.model.internal.PersistentMap.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

  /** Keys of which many share a hash, and others agree in their low bits. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number % 7 == 0 ? 42 : (number % 5 == 0 ? number << 27 : number / 2);
    }
  }

  private static Map<Key, Object> content(PersistentMap<Key, Object> map) {
    Map<Key, Object> content = new HashMap<>();
    map.forEach((key, value) -> assertThat(content.put(key, value)).isNull());
    return content;
  }

  @Test
  void anyMixOfChangesLeavesWhatAHashMapHolds() {
    Seed.run(
        random -> {
          PersistentMap<Key, Object> map = PersistentMap.empty();
          Map<Key, Object> model = new HashMap<>();
          for (int i = 0; i < 20_000; i++) {
            Key key = new Key(random.nextInt(600));
            if (random.nextInt(5) < 3) {
              Object value = new Object();
              map = map.with(key, value);
              model.put(key, value);
            } else {
              map = map.without(key);
              model.remove(key);
            }
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.get(key)).isSameAs(model.get(key));
            if (i % 1_000 == 0) {
              assertThat(content(map)).isEqualTo(model);
            }
          }
          for (Key key : List.copyOf(model.keySet())) {
            map = map.without(key);
          }
          assertThat(content(map)).isEmpty();
        });
  }

  @Test
  void aMapThatIsMadeAtOnceIsTheOneMadeEntryByEntry() {
    Seed.run(
        random -> {
          for (int round = 0; round < 300; round++) {
            PersistentMap.Builder<Key, Object> builder = PersistentMap.builder(0);
            PersistentMap<Key, Object> grown = PersistentMap.empty();
            for (int i = random.nextInt(1 + 2 * round); i > 0; i--) {
              Key key = new Key(random.nextInt(400));
              Object value = new Object();
              builder.put(key, value);
              grown = grown.with(key, value);
            }
            PersistentMap<Key, Object> made = builder.build();
            assertThat(made.size()).isEqualTo(grown.size());
            assertThat(content(made)).isEqualTo(content(grown));
            assertThat(told(grown, made)).isEmpty();
            assertThatAllCanBeTakenOut(made);
          }
        });
  }

  private static void assertThatAllCanBeTakenOut(PersistentMap<Key, Object> map) {
    PersistentMap<Key, Object> rest = map;
    for (Key key : content(map).keySet()) {
      rest = rest.without(key);
      assertThat(rest.get(key)).isNull();
    }
    assertThat(rest.size()).isZero();
    assertThat(content(rest)).isEmpty();
  }

  @Test
  void aBuilderThatGoesOnLeavesWhatItMade() {
    PersistentMap.Builder<Key, Object> builder = PersistentMap.builder(0);
    PersistentMap<Key, Object> nothing = builder.build();
    builder.put(new Key(1), "one");
    PersistentMap<Key, Object> one = builder.build();
    builder.put(new Key(1), "another");
    builder.put(new Key(2), "two");
    assertThat(nothing.size()).isZero();
    assertThat(content(one)).isEqualTo(Map.of(new Key(1), "one"));
    assertThat(content(builder.build()))
        .isEqualTo(Map.of(new Key(1), "another", new Key(2), "two"));
  }

  @Test
  void whatWasThereBeforeAChangeStaysAsItWas() {
    PersistentMap<Key, Object> before = PersistentMap.empty();
    for (int i = 0; i < 100; i++) {
      before = before.with(new Key(i), i);
    }
    Map<Key, Object> content = content(before);
    PersistentMap<Key, Object> after = before;
    for (int i = 0; i < 100; i++) {
      after = after.with(new Key(i), "new").without(new Key(i + 1)).with(new Key(i + 200), i);
    }
    assertThat(content(before)).isEqualTo(content);
    assertThat(before.without(new Key(999))).isSameAs(before);
  }

  @Test
  void theDifferencesAreThoseOfTheContents() {
    Seed.run(
        random -> {
          PersistentMap<Key, Object> before = PersistentMap.empty();
          for (int i = 0; i < 300; i++) {
            before = before.with(new Key(random.nextInt(400)), new Object());
          }
          PersistentMap<Key, Object> after =
              random.nextInt(8) == 0 ? PersistentMap.empty() : before;
          for (int i = 0; i < 1 + random.nextInt(100); i++) {
            Key key = new Key(random.nextInt(400));
            after = random.nextBoolean() ? after.with(key, new Object()) : after.without(key);
          }
          assertThat(told(before, after)).isEqualTo(expected(before, after));
          assertThat(told(after, after)).isEmpty();
          assertThat(told(after, PersistentMap.empty())).hasSize(after.size());
        });
  }

  private static Set<Difference<Key, Object>> told(
      PersistentMap<Key, Object> before, PersistentMap<Key, Object> after) {
    List<Difference<Key, Object>> told = new ArrayList<>();
    after.differences(before, told::add);
    Set<Difference<Key, Object>> once = new HashSet<>(told);
    assertThat(once).hasSameSizeAs(told);
    return once;
  }

  private static Set<Difference<Key, Object>> expected(
      PersistentMap<Key, Object> before, PersistentMap<Key, Object> after) {
    Set<Key> keys = new HashSet<>(content(before).keySet());
    keys.addAll(content(after).keySet());
    Set<Difference<Key, Object>> expected = new HashSet<>();
    for (Key key : keys) {
      if (before.get(key) != after.get(key)) {
        expected.add(new Difference<>(key, before.get(key), after.get(key)));
      }
    }
    return expected;
  }
}
