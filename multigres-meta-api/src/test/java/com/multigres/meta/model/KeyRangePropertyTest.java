package com.multigres.meta.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyRangePropertyTest {
  @Test
  void whatIsWrittenIsReadBack() {
    Seed.run(
        random -> {
          for (int i = 0; i < 50_000; i++) {
            KeyRange range = range(random);
            assertThat(KeyRange.parse(range.shardName())).isEqualTo(range);
            String long_ = range.startHex() + "-" + range.endHex();
            assertThat(KeyRange.parse(long_)).as(long_).isEqualTo(range);
          }
        });
  }

  @Test
  void theSpellingIsTheShortest() {
    Seed.run(
        random -> {
          for (int i = 0; i < 20_000; i++) {
            String name = range(random).shardName();
            int dash = name.indexOf('-');
            for (String end : List.of(name.substring(0, dash), name.substring(dash + 1))) {
              boolean droppable = end.length() % 2 == 0 && end.endsWith("0") && !end.equals("00");
              assertThat(droppable).as(name).isFalse();
            }
          }
        });
  }

  @Test
  void containsAgreesWithTheOrderOfBytes() {
    Seed.run(
        random -> {
          for (int i = 0; i < 50_000; i++) {
            KeyRange range = range(random);
            ByteString key = bytes(random);
            var order = ByteString.unsignedLexicographicalComparator();
            boolean inside =
                order.compare(range.start(), key) <= 0
                    && (range.endsOpen() || order.compare(key, range.end()) < 0);
            assertThat(range.contains(key)).as("%s in %s", key, range).isEqualTo(inside);
            assertThat(range.contains(key.toByteArray())).isEqualTo(inside);
          }
        });
  }

  @Test
  void equalPartsTileTheWholeForEveryNumberUpTo4096() {
    for (int parts = 1; parts <= 4096; parts++) {
      List<KeyRange> ranges = KeyRange.full().split(parts);
      assertThat(ranges).hasSize(parts).isSorted();
      assertThat(KeyRange.full().tilingFault(ranges)).as("%s parts", parts).isEmpty();
    }
  }

  @Test
  void equalPartsAreNearlyEqualForEveryNumberUpTo4096() {
    for (int parts = 1; parts <= 4096; parts++) {
      double least = Double.MAX_VALUE;
      double most = 0;
      for (KeyRange range : KeyRange.full().split(parts)) {
        double width = position(range.end(), 1) - position(range.start(), 0);
        least = Math.min(least, width);
        most = Math.max(most, width);
      }
      assertThat(most / least).as("%s parts", parts).isLessThan(1.02);
      if (Integer.bitCount(parts) == 1) {
        assertThat(most).as("%s parts", parts).isEqualTo(least);
      }
    }
  }

  @Test
  void anyRangeSplitsIntoPartsThatTileIt() {
    Seed.run(
        random -> {
          for (int i = 0; i < 5_000; i++) {
            KeyRange range = range(random);
            if (isZerosApart(range)) {
              continue;
            }
            int parts = 1 + random.nextInt(50);
            List<KeyRange> ranges = range.split(parts);
            assertThat(ranges).hasSize(parts);
            assertThat(range.tilingFault(ranges)).as("%s into %s", range, parts).isEmpty();
            KeyRange merged = ranges.stream().reduce(KeyRange::merge).orElseThrow();
            assertThat(merged).isEqualTo(range);
          }
        });
  }

  @Test
  void tilingAgreesWithCountingForEveryKey() {
    Seed.run(
        random -> {
          for (int i = 0; i < 5_000; i++) {
            List<KeyRange> some =
                random.ints(1 + random.nextInt(4)).mapToObj(any -> nibbles(random)).toList();
            boolean tiles = true;
            for (int key = 0; key < 16; key++) {
              ByteString bytes = ByteString.copyFrom(new byte[] {(byte) (key << 4)});
              tiles &= some.stream().filter(range -> range.contains(bytes)).count() == 1;
            }
            assertThat(KeyRange.full().tilingFault(some).isEmpty()).as("%s", some).isEqualTo(tiles);
          }
        });
  }

  /** A range whose ends differ in trailing zero bytes only holds a few keys and does not split. */
  private static boolean isZerosApart(KeyRange range) {
    return !range.endsOpen()
        && position(range.start(), 0) == position(range.end(), 1)
        && range.endHex().startsWith(range.startHex());
  }

  private static double position(ByteString bytes, double open) {
    return bytes.isEmpty()
        ? open
        : new BigInteger(1, bytes.toByteArray()).doubleValue() / Math.pow(256, bytes.size());
  }

  private static KeyRange range(Random random) {
    while (true) {
      ByteString start = bytes(random);
      ByteString end = bytes(random);
      if (end.isEmpty() || ByteString.unsignedLexicographicalComparator().compare(start, end) < 0) {
        return new KeyRange(start, end);
      }
    }
  }

  /** Short, with many zeros and equal beginnings, because that is where mistakes are. */
  private static ByteString bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(5)];
    for (int i = 0; i < bytes.length; i++) {
      int drawn = random.nextInt(4);
      bytes[i] = (byte) (drawn == 0 ? 0 : drawn == 1 ? 0x80 : random.nextInt(256));
    }
    return ByteString.copyFrom(bytes);
  }

  /** One of the ranges between 0-inf, 1-inf, … that no key below a nibble tells apart. */
  private static KeyRange nibbles(Random random) {
    int start = random.nextInt(16);
    int end = start + 1 + random.nextInt(16 - start);
    String from = Integer.toHexString(start);
    return KeyRange.parse(from + "-" + (end == 16 ? "inf" : Integer.toHexString(end)));
  }
}
