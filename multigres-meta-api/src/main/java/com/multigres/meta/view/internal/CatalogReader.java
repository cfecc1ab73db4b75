package com.multigres.meta.view.internal;

import com.google.protobuf.CodedInputStream;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link CatalogWriter} wrote, and remembers what it has read. */
final class CatalogReader {
  private final CodedInputStream in;
  private final CatalogBuilder rows;
  private final TextReader texts;
  private final List<Standing> standings = new ArrayList<>();
  private long lastId;

  CatalogReader(CodedInputStream in, CatalogBuilder rows) {
    this.in = in;
    this.rows = rows;
    this.texts = new TextReader(in);
  }

  Catalog catalog() {
    return rows.build();
  }

  void database() throws IOException {
    long id = id();
    String name = texts.read();
    String externalName = texts.read();
    int flags = in.readUInt32();
    rows.database(id, name, externalName, isDefault(flags), isDropping(flags));
    int groups = in.readUInt32();
    for (int i = 0; i < groups; i++) {
      rows.tableGroup(id, tableGroup());
    }
    int tables = in.readUInt32();
    for (int i = 0; i < tables; i++) {
      rows.table(id(), texts.read(), in.readString());
    }
  }

  private TableGroup tableGroup() throws IOException {
    long id = id();
    String name = texts.read();
    String externalName = texts.read();
    int flags = in.readUInt32();
    List<Shard> shards = new ArrayList<>();
    int runs = in.readUInt32();
    for (int i = 0; i < runs; i++) {
      run(shards);
    }
    return new TableGroup(id, name, externalName, isDefault(flags), isDropping(flags), shards);
  }

  private static boolean isDefault(int flags) {
    return (flags & CatalogCodec.DEFAULT) != 0;
  }

  private static boolean isDropping(int flags) {
    return (flags & CatalogCodec.DROPPING) != 0;
  }

  private void run(List<Shard> shards) throws IOException {
    int count = in.readUInt32();
    long id = id();
    long resharding = in.readInt64();
    int number = in.readUInt32();
    for (int i = 0; i < count; i++) {
      shards.add(standing(number + i).shard(id + i, resharding));
    }
    lastId = id + count - 1;
  }

  private Standing standing(int number) throws IOException {
    if (number == standings.size()) {
      standings.add(
          new Standing(
              texts.read(),
              texts.read(),
              new KeyRange(in.readBytes(), in.readBytes()),
              ShardPlacement.valueOf(texts.read()),
              ShardState.valueOf(texts.read())));
    }
    return standings.get(number);
  }

  private long id() throws IOException {
    lastId += in.readSInt64();
    return lastId;
  }
}
