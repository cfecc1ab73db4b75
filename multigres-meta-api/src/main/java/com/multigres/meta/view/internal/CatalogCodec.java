package com.multigres.meta.view.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogBuilder;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardPlacement;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A catalog in a saved view. Texts and key ranges stand where they first occur and are then named
 * by number; ids are told as the distance from the one before.
 */
public final class CatalogCodec {
  private static final int DEFAULT = 1;
  private static final int DROPPING = 2;

  private CatalogCodec() {}

  /**
   * Writes a catalog.
   *
   * @param out where to
   * @param snapshot the catalog and its position
   * @throws IOException when {@code out} does
   */
  public static void write(CodedOutputStream out, CatalogSnapshot snapshot) throws IOException {
    Catalog catalog = snapshot.catalog();
    out.writeInt64NoTag(snapshot.position().generation());
    out.writeStringNoTag(snapshot.position().changeId().value());
    out.writeStringNoTag(catalog.authority().name());
    out.writeInt64NoTag(catalog.nextId());
    Writer writer = new Writer(out);
    out.writeUInt32NoTag(catalog.databases().size());
    for (Database database : catalog.databases()) {
      writer.database(database);
    }
  }

  /** Remembers what it has written. */
  private static final class Writer {
    private final CodedOutputStream out;
    private final TextWriter texts;
    private final Map<KeyRange, Integer> ranges = new HashMap<>();
    private long lastId;

    Writer(CodedOutputStream out) {
      this.out = out;
      this.texts = new TextWriter(out);
    }

    void database(Database database) throws IOException {
      id(database.id());
      names(database.name(), database.externalName());
      out.writeUInt32NoTag(flags(database.isDefault(), database.isDropping()));
      out.writeUInt32NoTag(database.tableGroups().size());
      for (TableGroup group : database.tableGroups()) {
        tableGroup(group);
      }
      out.writeUInt32NoTag(database.tables().size());
      for (TableName table : database.tables()) {
        id(database.tableGroupOf(table).map(TableGroup::id).orElse(0L));
        texts.write(table.schema());
        out.writeStringNoTag(table.name());
      }
    }

    private void tableGroup(TableGroup group) throws IOException {
      id(group.id());
      names(group.name(), group.externalName());
      out.writeUInt32NoTag(flags(group.isDefault(), group.isDropping()));
      out.writeUInt32NoTag(group.shards().size());
      for (Shard shard : group.shards()) {
        id(shard.id());
        names(shard.name(), shard.externalName());
        range(shard.range());
        texts.write(shard.placement().name());
        texts.write(shard.state().name());
        out.writeInt64NoTag(shard.reshardingId());
      }
    }

    private static int flags(boolean isDefault, boolean isDropping) {
      return (isDefault ? DEFAULT : 0) | (isDropping ? DROPPING : 0);
    }

    private void id(long id) throws IOException {
      out.writeSInt64NoTag(id - lastId);
      lastId = id;
    }

    private void names(String name, String externalName) throws IOException {
      texts.write(name);
      texts.write(externalName);
    }

    private void range(KeyRange range) throws IOException {
      Integer number = ranges.putIfAbsent(range, ranges.size());
      out.writeUInt32NoTag(number == null ? ranges.size() - 1 : number);
      if (number == null) {
        out.writeBytesNoTag(range.start());
        out.writeBytesNoTag(range.end());
      }
    }
  }

  /**
   * Reads a catalog.
   *
   * @param in where from
   * @return the catalog and its position
   * @throws IOException when the bytes are cut off or no text; other senseless ones end in a
   *     runtime exception
   */
  public static CatalogSnapshot read(CodedInputStream in) throws IOException {
    Position position = new Position(in.readInt64(), new ChangeId(in.readStringRequireUtf8()));
    CatalogBuilder rows =
        Catalog.builder()
            .authority(Authority.valueOf(in.readStringRequireUtf8()))
            .nextId(in.readInt64());
    Reader reader = new Reader(in, rows);
    int databases = in.readUInt32();
    for (int i = 0; i < databases; i++) {
      reader.database();
    }
    return new CatalogSnapshot(rows.build(), position, Duration.ZERO);
  }

  /** Remembers what it has read. */
  private static final class Reader {
    private final CodedInputStream in;
    private final CatalogBuilder rows;
    private final TextReader texts;
    private final List<KeyRange> ranges = new ArrayList<>();
    private long lastId;

    Reader(CodedInputStream in, CatalogBuilder rows) {
      this.in = in;
      this.rows = rows;
      this.texts = new TextReader(in);
    }

    void database() throws IOException {
      long id = id();
      String name = texts.read();
      String externalName = texts.read();
      int flags = in.readUInt32();
      rows.database(id, name, externalName, (flags & DEFAULT) != 0, (flags & DROPPING) != 0);
      int groups = in.readUInt32();
      for (int i = 0; i < groups; i++) {
        tableGroup(id);
      }
      int tables = in.readUInt32();
      for (int i = 0; i < tables; i++) {
        rows.table(id(), texts.read(), in.readStringRequireUtf8());
      }
    }

    private void tableGroup(long database) throws IOException {
      long id = id();
      String name = texts.read();
      String externalName = texts.read();
      int flags = in.readUInt32();
      rows.tableGroup(
          database, id, name, externalName, (flags & DEFAULT) != 0, (flags & DROPPING) != 0);
      int shards = in.readUInt32();
      for (int i = 0; i < shards; i++) {
        rows.shard(id, shard());
      }
    }

    private Shard shard() throws IOException {
      return new Shard(
          id(),
          texts.read(),
          texts.read(),
          range(),
          ShardPlacement.valueOf(texts.read()),
          ShardState.valueOf(texts.read()),
          in.readInt64());
    }

    private long id() throws IOException {
      lastId += in.readSInt64();
      return lastId;
    }

    private KeyRange range() throws IOException {
      int number = in.readUInt32();
      if (number == ranges.size()) {
        ranges.add(new KeyRange(in.readBytes(), in.readBytes()));
      }
      return ranges.get(number);
    }
  }
}
