package com.multigres.meta.view.internal;

import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes databases, and remembers what it has written. */
final class CatalogWriter {
  private final CodedOutputStream out;
  private final TextWriter texts;
  private final Map<Standing, Integer> numbers = new HashMap<>();
  private int written;
  private long lastId;

  CatalogWriter(CodedOutputStream out) {
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
    List<Run> runs = runs(group);
    out.writeUInt32NoTag(runs.size());
    for (Run run : runs) {
      run(run);
    }
  }

  private static int flags(boolean isDefault, boolean isDropping) {
    return (isDefault ? CatalogCodec.DEFAULT : 0) | (isDropping ? CatalogCodec.DROPPING : 0);
  }

  private void id(long id) throws IOException {
    out.writeSInt64NoTag(id - lastId);
    lastId = id;
  }

  private void names(String name, String externalName) throws IOException {
    texts.write(name);
    texts.write(externalName);
  }

  /** Neighbours whose ids and standings' numbers ascend by one, in the same split or merge. */
  private record Run(int first, List<Shard> shards) {
    boolean goesOnWith(Shard next, int number) {
      Shard last = shards.get(shards.size() - 1);
      return number == first + shards.size()
          && next.id() == last.id() + 1
          && next.reshardingId() == last.reshardingId();
    }
  }

  private List<Run> runs(TableGroup group) {
    List<Run> runs = new ArrayList<>();
    for (Shard shard : group.shards()) {
      int number = numbers.computeIfAbsent(Standing.of(shard), fresh -> numbers.size());
      if (runs.isEmpty() || !runs.get(runs.size() - 1).goesOnWith(shard, number)) {
        runs.add(new Run(number, new ArrayList<>()));
      }
      runs.get(runs.size() - 1).shards().add(shard);
    }
    return runs;
  }

  private void run(Run run) throws IOException {
    out.writeUInt32NoTag(run.shards().size());
    id(run.shards().get(0).id());
    out.writeInt64NoTag(run.shards().get(0).reshardingId());
    out.writeUInt32NoTag(run.first());
    for (int i = 0; i < run.shards().size(); i++) {
      if (run.first() + i == written) {
        standing(run.shards().get(i));
        written++;
      }
    }
    lastId = run.shards().get(run.shards().size() - 1).id();
  }

  private void standing(Shard shard) throws IOException {
    names(shard.name(), shard.externalName());
    out.writeBytesNoTag(shard.range().start());
    out.writeBytesNoTag(shard.range().end());
    texts.write(shard.placement().name());
    texts.write(shard.state().name());
  }
}
