package com.multigres.meta.cluster.drift;

import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.drift.Drift.Canonical;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.Shard;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What poolers say about their shards against the catalog, and against each other. */
record ComponentDrifts(ClusterPicture picture, Catalog catalog, List<Drift> drifts) {
  private static final String SHARDS =
      "which shards there are, the catalog decides; the pooler's record is its own to write";
  private static final String PRIMARIES =
      "a shard has one primary: the one with the latest routing rule; each pooler writes its own role";

  void find() {
    List<Pooler> poolers = new ArrayList<>();
    for (Component component : picture.components()) {
      if (component instanceof Pooler pooler) {
        poolers.add(pooler);
      }
    }
    ShardServers servers = ShardServers.of(poolers);
    for (ShardKey key : servers.shards()) {
      servers.live(key).forEach(pooler -> compare(pooler, key));
      servers.primary(key).ifPresent(primary -> compare(key, primary, servers.serving(key)));
    }
  }

  private void compare(Pooler pooler, ShardKey key) {
    Optional<Shard> shard = catalog.shard(key);
    if (shard.isEmpty()) {
      add("pooler " + pooler.id() + " shard", Drift.ABSENT, key.toString());
    } else if (saysRange(pooler) && !shard.get().range().equals(pooler.keyRange())) {
      String registered = pooler.keyRange().toString();
      add("pooler " + pooler.id() + " key range", shard.get().range().toString(), registered);
    }
  }

  /** A record without a range reads as the whole key space. */
  private static boolean saysRange(Pooler pooler) {
    return !pooler.keyRange().equals(KeyRange.full());
  }

  private void compare(ShardKey key, Pooler primary, List<Pooler> serving) {
    for (Pooler other : serving) {
      if (other.type().equals(PoolerType.PRIMARY) && !other.equals(primary)) {
        drifts.add(
            new Drift(
                "shard " + key + " primary",
                Place.CELL,
                primary.id().text(),
                Place.CELL,
                other.id().text(),
                Canonical.CELL,
                PRIMARIES));
      }
    }
  }

  private void add(String what, String inCatalog, String inCell) {
    drifts.add(
        new Drift(what, Place.CATALOG, inCatalog, Place.CELL, inCell, Canonical.CATALOG, SHARDS));
  }
}
