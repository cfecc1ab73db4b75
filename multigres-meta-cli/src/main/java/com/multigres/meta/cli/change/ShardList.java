package com.multigres.meta.cli.change;

import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.SplitShard;
import java.util.List;

/**
 * How many shards, or which: {@code 4} or {@code 0-8,8-inf}.
 *
 * @param count how many, 0 where they are named
 * @param names which
 */
public record ShardList(int count, List<String> names) {

  // Copies the list.
  public ShardList {
    names = List.copyOf(names);
  }

  /** Reads either form. */
  public static ShardList parse(String text) {
    if (!text.matches("\\d+")) {
      return new ShardList(0, List.of(text.split(",", -1)));
    }
    if (text.length() > 6 || Integer.parseInt(text) < 1) {
      throw CliException.badInput("a number of shards is 1 to 65536, not " + text);
    }
    return new ShardList(Integer.parseInt(text), List.of());
  }

  /** The change that makes a tablegroup of these shards. */
  public CatalogChange newTableGroup(Target group, boolean ifNotExists) {
    return count > 0
        ? CreateTableGroup.ofShards(group.database(), group.tableGroup(), count, ifNotExists)
        : new CreateTableGroup(group.database(), group.tableGroup(), names, ifNotExists);
  }

  /** The change that splits a shard into these. */
  public CatalogChange split(Target shard) {
    return count > 0
        ? SplitShard.intoEqual(shard.database(), shard.tableGroup(), shard.shard(), count)
        : new SplitShard(shard.database(), shard.tableGroup(), shard.shard(), names);
  }
}
