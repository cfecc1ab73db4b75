package com.multigres.meta.view.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.ChangeResult.Changed;
import com.multigres.meta.model.RandomChanges;
import com.multigres.meta.model.Seed;
import com.multigres.meta.model.Shard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatalogCodecTest {
  private static final Position POSITION = new Position(7, new ChangeId("x"));

  private static byte[] written(Catalog catalog) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      CatalogCodec.write(out, new CatalogSnapshot(catalog, POSITION, Duration.ZERO));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static CatalogSnapshot read(byte[] bytes) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      CatalogSnapshot read = CatalogCodec.read(in);
      assertThat(in.isAtEnd()).isTrue();
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Catalog after(Random random, int changes) {
    RandomChanges next = new RandomChanges(random);
    Catalog catalog = Catalog.initial();
    for (int i = 0; i < changes; i++) {
      if (catalog.apply(next.next(catalog)) instanceof Changed changed) {
        catalog = changed.catalog();
      }
    }
    return catalog;
  }

  private static Catalog ofManyShards() {
    Catalog catalog = Catalog.initial();
    for (int i = 0; i < 10; i++) {
      String name = "db" + i;
      Changed changed =
          (Changed)
              catalog.apply(
                  List.of(
                      CreateDatabase.named(name),
                      CreateTableGroup.ofShards(name, "tg", 50, false)));
      catalog = changed.catalog();
    }
    return catalog;
  }

  @Test
  void whateverBecomesOfACatalogIsReadAsItWasWritten() {
    Seed.run(
        random -> {
          for (int i = 0; i < 300; i++) {
            Catalog catalog = after(random, random.nextInt(300));
            CatalogSnapshot read = read(written(catalog));
            assertThat(read.catalog()).isEqualTo(catalog);
            assertThat(read.catalog().check()).isEmpty();
            assertThat(read.position()).isEqualTo(POSITION);
          }
        });
  }

  @Test
  void shardsThatStandAlikeTakeNoSpaceAndShareTheirNamesAndRanges() {
    Catalog catalog = ofManyShards();
    byte[] bytes = written(catalog);
    assertThat(bytes).hasSizeLessThan(2_500); // 500 shards, each of which would take ten or more
    Catalog read = read(bytes).catalog();
    Shard one = read.tableGroup("db1", "tg").orElseThrow().shards().get(9);
    Shard other = read.tableGroup("db2", "tg").orElseThrow().shards().get(9);
    assertThat(one.range()).isSameAs(other.range());
    assertThat(one.name()).isSameAs(other.name()).isSameAs(one.externalName());
  }

  @Test
  void bytesThatAreCutOffAreRefused() {
    byte[] whole = written(ofManyShards());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut at " + length)
          .isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void bytesThatMakeNoSenseEndInACatalogOrAnException() {
    Seed.run(
        random -> {
          byte[] whole = written(after(random, 100));
          for (int i = 0; i < 5_000; i++) {
            byte[] mangled = whole.clone();
            mangled[random.nextInt(mangled.length)] = (byte) random.nextInt();
            try {
              CatalogCodec.read(CodedInputStream.newInstance(mangled));
            } catch (IOException | RuntimeException expected) {
              assertThat(expected).isNotInstanceOf(NullPointerException.class);
            }
          }
        });
  }
}
