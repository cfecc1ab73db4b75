package com.multigres.meta.view.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.Database;
import java.io.IOException;
import java.time.Duration;

/**
 * A catalog in a saved view. Texts stand where they first occur and are then named by number, and
 * so are shards but for their ids; ids are told as the distance from the one before.
 */
public final class CatalogCodec {
  static final int DEFAULT = 1;
  static final int DROPPING = 2;

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
    CatalogWriter writer = new CatalogWriter(out);
    out.writeUInt32NoTag(catalog.databases().size());
    for (Database database : catalog.databases()) {
      writer.database(database);
    }
  }

  /**
   * Reads a catalog.
   *
   * @param in where from
   * @return the catalog and its position
   * @throws IOException when the bytes are cut off; other senseless ones end in a runtime exception
   */
  public static CatalogSnapshot read(CodedInputStream in) throws IOException {
    Position position = new Position(in.readInt64(), new ChangeId(in.readString()));
    CatalogReader reader =
        new CatalogReader(
            in,
            Catalog.builder().authority(Authority.valueOf(in.readString())).nextId(in.readInt64()));
    int databases = in.readUInt32();
    for (int i = 0; i < databases; i++) {
      reader.database();
    }
    return new CatalogSnapshot(reader.catalog(), position, Duration.ZERO);
  }
}
