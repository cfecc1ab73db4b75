package com.multigres.meta.view;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.internal.PersistentMap;
import com.multigres.meta.view.internal.CatalogCodec;
import com.multigres.meta.view.internal.CellCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A view as it lies in its file. What was current when it was saved counts as seen then. */
final class SavedView {
  private static final int CLUSTER = 1;
  private static final int CELL = 2;
  private static final int CATALOG = 3;

  private final ViewFile file;
  private final Instant now;
  private final String reason;
  private final Parts empty;
  private final AtomicInteger cellsLeft;
  private final Queue<CellSnapshot> cells = new ConcurrentLinkedQueue<>();
  private volatile PersistentMap<ShardKey, ShardPoolers> poolers = PersistentMap.empty();
  private volatile @Nullable Freshness topology;
  private volatile Optional<CatalogPart> catalog = Optional.empty();

  private SavedView(Path path, Parts empty, Instant now, ViewFile file, int cells) {
    this.file = file;
    this.cellsLeft = new AtomicInteger(cells);
    this.empty = empty;
    this.now = now;
    this.reason = "read from " + path + " and not confirmed yet";
  }

  static void save(Path path, Parts parts, Instant now) {
    List<ViewFile.Section> sections = new ArrayList<>();
    sections.add(
        new ViewFile.Section(
            CLUSTER,
            out -> {
              out.writeStringNoTag(parts.cluster());
              writeFreshness(out, parts.topology(), now);
            }));
    CatalogPart catalog = parts.catalog();
    catalog
        .catalog()
        .ifPresent(
            snapshot ->
                sections.add(
                    new ViewFile.Section(
                        CATALOG,
                        out -> {
                          writeFreshness(out, catalog.freshness(), now);
                          CatalogCodec.write(out, snapshot);
                        })));
    for (CellSnapshot cell : parts.cells().values()) {
      sections.add(
          new ViewFile.Section(
              CELL,
              out -> {
                writeFreshness(out, cell.freshness(), now);
                CellCodec.write(out, cell.record(), cell.byId().values());
              }));
    }
    new ViewFile(path).write(sections);
  }

  /**
   * Reads a file.
   *
   * @param empty the parts of a view that knows nothing yet
   * @return what the file knows; empty when there is none
   */
  static Optional<Parts> read(Path path, Parts empty, Instant now) {
    ViewFile file = new ViewFile(path);
    Optional<List<ViewFile.Found>> sections = file.sections();
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    int cells = 0;
    for (ViewFile.Found section : sections.get()) {
      cells += section.kind() == CELL ? 1 : 0;
    }
    SavedView saved = new SavedView(path, empty, now, file, cells);
    file.read(sections.get(), saved::section);
    return Optional.of(saved.parts());
  }

  /** Called by several threads. */
  private void section(int kind, CodedInputStream in) throws IOException {
    if (kind == CLUSTER) {
      String cluster = in.readString();
      if (!cluster.equals(empty.cluster())) {
        throw file.otherCluster(cluster, empty.cluster());
      }
      topology = readFreshness(in);
    } else if (kind == CELL) {
      cell(in);
    } else if (kind == CATALOG && !(empty.catalog().freshness() instanceof Freshness.NotFollowed)) {
      Freshness freshness = readFreshness(in);
      catalog = Optional.of(empty.catalog().with(freshness).with(CatalogCodec.read(in), false));
    }
  }

  /** Whoever reads the last cell groups the poolers of all, while others read the catalog. */
  private void cell(CodedInputStream in) throws IOException {
    Freshness freshness = readFreshness(in);
    CellCodec.Saved saved = CellCodec.read(in);
    cells.add(CellSnapshot.of(saved.record(), saved.components()).with(freshness));
    if (cellsLeft.decrementAndGet() == 0) {
      poolers = Parts.poolersOf(cells, empty.order());
    }
  }

  private Parts parts() {
    Freshness known = topology;
    if (known == null) {
      throw file.corrupt("the saved view does not say of which cluster it is");
    }
    return Parts.of(empty.with(known), cells, poolers, catalog.orElse(empty.catalog()));
  }

  private static void writeFreshness(CodedOutputStream out, Freshness freshness, Instant now)
      throws IOException {
    if (freshness instanceof Freshness.Unknown || freshness instanceof Freshness.NotFollowed) {
      out.writeBoolNoTag(false);
      return;
    }
    Instant seen = freshness instanceof Freshness.Stale stale ? stale.since() : now;
    out.writeBoolNoTag(true);
    out.writeSInt64NoTag(seen.getEpochSecond());
    out.writeUInt32NoTag(seen.getNano());
  }

  /** A clock that was set back since then makes nothing younger than now. */
  private Freshness readFreshness(CodedInputStream in) throws IOException {
    if (!in.readBool()) {
      return new Freshness.Unknown(reason);
    }
    Instant seen = Instant.ofEpochSecond(in.readSInt64(), in.readUInt32());
    return new Freshness.Stale(seen.isAfter(now) ? now : seen, reason);
  }
}
