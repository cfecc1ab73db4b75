package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.model.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedChunksTest {
  @Test
  void itBehavesLikeATreeMap() {
    Seed.run(
        random -> {
          TreeMap<Integer, String> model = new TreeMap<>();
          SortedChunks<Integer, String> chunks = SortedChunks.empty();
          for (int step = 0; step < 60_000; step++) {
            int key = random.nextInt(6_000);
            boolean grows = step / 10_000 % 2 == 0 ? random.nextInt(4) > 0 : random.nextInt(4) == 0;
            if (grows) {
              model.put(key, "v" + step);
              chunks = chunks.with(key, "v" + step);
            } else {
              model.remove(key);
              chunks = chunks.without(key);
            }
            assertThat(chunks.get(key)).isEqualTo(model.get(key));
            assertThat(chunks.size()).isEqualTo(model.size());
            if (step % 2_000 == 0) {
              assertSame(chunks, model);
            }
          }
          assertSame(chunks, model);
        });
  }

  @Test
  void olderVersionsStayAsTheyWere() {
    Seed.run(
        random -> {
          List<SortedChunks<Integer, Integer>> versions = new ArrayList<>();
          List<Map<Integer, Integer>> copies = new ArrayList<>();
          SortedChunks<Integer, Integer> chunks = SortedChunks.of(numbers(2_000));
          Map<Integer, Integer> model = new TreeMap<>(asMap(chunks));
          for (int step = 0; step < 300; step++) {
            versions.add(chunks);
            copies.add(new TreeMap<>(model));
            int key = random.nextInt(2_000);
            chunks = random.nextBoolean() ? chunks.with(key, step) : chunks.without(key);
            model.clear();
            model.putAll(asMap(chunks));
          }
          for (int i = 0; i < versions.size(); i++) {
            assertThat(asMap(versions.get(i))).isEqualTo(copies.get(i));
          }
        });
  }

  @Test
  void whatAnotherVersionDoesNotShareIsFound() {
    Seed.run(
        random -> {
          SortedChunks<Integer, Object> before = objects(3_000);
          SortedChunks<Integer, Object> after = before;
          for (int step = 0; step < random.nextInt(1_500); step++) {
            int key = random.nextInt(4_000);
            after = random.nextBoolean() ? after.with(key, new Object()) : after.without(key);
          }
          assertThat(after.valuesNotIn(before)).isEqualTo(missing(after, before));
          assertThat(before.valuesNotIn(after)).isEqualTo(missing(before, after));
          assertThat(before.valuesNotIn(before)).isEmpty();
          assertThat(before.valuesNotIn(SortedChunks.empty())).hasSize(3_000);
          assertThat(SortedChunks.<Integer, Object>empty().valuesNotIn(before)).isEmpty();
        });
  }

  private static SortedChunks<Integer, Object> objects(int count) {
    List<Map.Entry<Integer, Object>> entries = new ArrayList<>();
    for (int key = 0; key < count; key++) {
      entries.add(Map.entry(key, new Object()));
    }
    return SortedChunks.of(entries);
  }

  private static List<Object> missing(
      SortedChunks<Integer, Object> of, SortedChunks<Integer, Object> in) {
    return of.entries().stream()
        .filter(entry -> in.get(entry.getKey()) != entry.getValue())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void equalityDoesNotSeeHowItIsChunked() {
    Seed.run(
        random -> {
          SortedChunks<Integer, Integer> atOnce = SortedChunks.of(numbers(3_000));
          SortedChunks<Integer, Integer> oneByOne = inRandomOrder(3_000, random);
          assertThat(oneByOne).isEqualTo(atOnce).hasSameHashCodeAs(atOnce);
          assertThat(oneByOne.without(17)).isNotEqualTo(atOnce);
          assertThat(oneByOne.with(17, 18)).isNotEqualTo(atOnce);
          assertThat(oneByOne.with(17, 18).with(17, 17)).isEqualTo(atOnce);
        });
  }

  @Test
  void removingEverythingLeavesTheEmptyMap() {
    SortedChunks<Integer, Integer> chunks = SortedChunks.of(numbers(2_000));
    for (int key = 0; key < 2_000; key++) {
      chunks = chunks.without(key);
    }
    assertThat(chunks).isEqualTo(SortedChunks.empty());
    assertThat(chunks.get(3)).isNull();
  }

  @Test
  void removingAMissingKeyGivesTheSameMap() {
    SortedChunks<Integer, Integer> chunks = SortedChunks.of(numbers(10));
    assertThat(chunks.without(99)).isSameAs(chunks);
    assertThat(chunks.without(-1)).isSameAs(chunks);
  }

  @Test
  void equalKeysGivenAtOnceAreAllKept() {
    SortedChunks<String, Integer> chunks =
        SortedChunks.of(List.of(Map.entry("a", 1), Map.entry("b", 2), Map.entry("a", 3)));
    assertThat(chunks.keys()).containsExactly("a", "a", "b");
    assertThat(chunks.values()).containsExactly(1, 3, 2);
  }

  @Test
  void filteringKeepsWhatPasses() {
    SortedChunks<Integer, Integer> chunks = SortedChunks.of(numbers(1_000));
    assertThat(chunks.filtered((key, value) -> key % 2 == 0).size()).isEqualTo(500);
    assertThat(chunks.filtered((key, value) -> true)).isSameAs(chunks);
  }

  @Test
  void viewsCannotBeChangedAndEnd() {
    SortedChunks<Integer, Integer> chunks = SortedChunks.of(numbers(1));
    assertThatThrownBy(() -> chunks.keys().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    Iterator<Integer> keys = chunks.keys().iterator();
    keys.next();
    assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
  }

  private static void assertSame(
      SortedChunks<Integer, String> chunks, SortedMap<Integer, String> model) {
    assertThat(chunks.entries()).containsExactlyElementsOf(model.entrySet());
    assertThat(chunks.keys()).containsExactlyElementsOf(model.keySet());
    assertThat(chunks.values()).containsExactlyElementsOf(model.values());
  }

  private static List<Map.Entry<Integer, Integer>> numbers(int count) {
    List<Map.Entry<Integer, Integer>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Map.entry(i, i));
    }
    return entries;
  }

  private static SortedChunks<Integer, Integer> inRandomOrder(int count, Random random) {
    List<Map.Entry<Integer, Integer>> entries = numbers(count);
    Collections.shuffle(entries, random);
    SortedChunks<Integer, Integer> chunks = SortedChunks.empty();
    for (Map.Entry<Integer, Integer> entry : entries) {
      chunks = chunks.with(entry.getKey(), entry.getValue());
    }
    return chunks;
  }

  private static Map<Integer, Integer> asMap(SortedChunks<Integer, Integer> chunks) {
    Map<Integer, Integer> map = new HashMap<>();
    chunks.entries().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
