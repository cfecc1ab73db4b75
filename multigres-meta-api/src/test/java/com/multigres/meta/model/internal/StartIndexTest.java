package com.multigres.meta.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.Seed;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartIndexTest {
  @Test
  void itFindsWhatASearchOneByOneFinds() {
    Seed.run(
        random -> {
          for (int round = 0; round < 300; round++) {
            List<ByteString> starts =
                Stream.generate(() -> bytes(random))
                    .limit(random.nextInt(300))
                    .sorted(ByteString.unsignedLexicographicalComparator())
                    .toList();
            StartIndex index = new StartIndex(starts);
            for (int i = 0; i < 100; i++) {
              ByteString key = bytes(random);
              assertThat(index.floor(key)).as("%s in %s", key, starts).isEqualTo(slow(starts, key));
              assertThat(index.floor(key.toByteArray())).isEqualTo(slow(starts, key));
            }
          }
        });
  }

  private static int slow(List<ByteString> starts, ByteString key) {
    int found = -1;
    for (int i = 0; i < starts.size(); i++) {
      if (ByteString.unsignedLexicographicalComparator().compare(starts.get(i), key) <= 0) {
        found = i;
      }
    }
    return found;
  }

  /** Half spread evenly, half around the eight bytes that the index keeps: alike, zeros, longer. */
  private static ByteString bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(12)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
      return ByteString.copyFrom(bytes);
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) == 0 ? 0x80 : 0);
    }
    return ByteString.copyFrom(bytes);
  }
}
