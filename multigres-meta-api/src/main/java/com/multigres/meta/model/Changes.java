package com.multigres.meta.model;

import com.multigres.meta.model.internal.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Brings each change to the code that applies it, and what all of that code shares. */
final class Changes {
  private static final Map<
          Class<? extends CatalogChange>, BiFunction<Catalog, CatalogChange, Catalog>>
      APPLIED_BY =
          Map.ofEntries(
              by(CatalogChange.CreateDatabase.class, DatabaseChanges::create),
              by(CatalogChange.DropDatabase.class, DatabaseChanges::drop),
              by(CatalogChange.ForgetDatabase.class, DatabaseChanges::forget),
              by(CatalogChange.RenameDatabase.class, DatabaseChanges::rename),
              by(CatalogChange.CreateTableGroup.class, TableGroupChanges::create),
              by(CatalogChange.DropTableGroup.class, TableGroupChanges::drop),
              by(CatalogChange.ForgetTableGroup.class, TableGroupChanges::forget),
              by(CatalogChange.RenameTableGroup.class, TableGroupChanges::rename),
              by(CatalogChange.SplitShard.class, ReshardChanges::split),
              by(CatalogChange.MergeShards.class, ReshardChanges::merge),
              by(CatalogChange.CancelShards.class, ReshardChanges::cancel),
              by(CatalogChange.SwitchShards.class, ReshardChanges::switchOver),
              by(CatalogChange.ForgetShard.class, ShardChanges::forget),
              by(CatalogChange.SetShardState.class, ShardChanges::setState),
              by(CatalogChange.PlaceTable.class, TableChanges::place),
              by(CatalogChange.MoveTable.class, TableChanges::move),
              by(CatalogChange.RemoveTable.class, TableChanges::remove),
              by(CatalogChange.RenameTable.class, TableChanges::rename),
              by(CatalogChange.SetAuthority.class, DatabaseChanges::setAuthority));

  private Changes() {}

  private static <C extends CatalogChange>
      Map.Entry<Class<? extends CatalogChange>, BiFunction<Catalog, CatalogChange, Catalog>> by(
          Class<C> type, BiFunction<Catalog, C, Catalog> code) {
    return Map.entry(type, (catalog, change) -> code.apply(catalog, type.cast(change)));
  }

  static ChangeResult apply(Catalog catalog, CatalogChange change) {
    try {
      return result(catalog, next(catalog, change));
    } catch (Refusal refusal) {
      return refusal.result;
    }
  }

  static ChangeResult apply(Catalog catalog, List<? extends CatalogChange> changes) {
    Catalog next = catalog;
    for (int i = 0; i < changes.size(); i++) {
      try {
        next = next(next, changes.get(i));
      } catch (Refusal refusal) {
        return changes.size() == 1 ? refusal.result : refusal.at(i + 1, changes.size());
      }
    }
    return result(catalog, next);
  }

  /** Comparing is cheap: what both share is skipped. */
  private static ChangeResult result(Catalog catalog, Catalog next) {
    return next.equals(catalog)
        ? new ChangeResult.Unchanged(catalog)
        : new ChangeResult.Changed(next);
  }

  static boolean isApplied(Class<?> type) {
    return APPLIED_BY.containsKey(type);
  }

  private static Catalog next(Catalog catalog, CatalogChange change) {
    BiFunction<Catalog, CatalogChange, Catalog> code = APPLIED_BY.get(change.getClass());
    if (code == null) {
      throw new IllegalStateException("no code applies " + change.getClass());
    }
    return code.apply(catalog, change);
  }

  static Database database(Catalog catalog, String name) {
    Database database = catalog.siblings().named(name);
    if (database == null) {
      throw missing("database " + Names.quoted(name));
    }
    return database;
  }

  static Database standingDatabase(Catalog catalog, String name) {
    Database database = database(catalog, name);
    if (database.isDropping()) {
      throw broken("C3", "database " + Names.quoted(name) + " is DROPPING");
    }
    return database;
  }

  static TableGroup tableGroup(Database database, String name) {
    TableGroup group = database.siblings().named(name);
    if (group == null) {
      throw missing(shown(database, name));
    }
    return group;
  }

  static boolean hasTableGroup(Catalog catalog, String database, String tableGroup) {
    Database in = catalog.siblings().named(database);
    return in != null && in.siblings().named(tableGroup) != null;
  }

  static TableGroup standingTableGroup(Database database, String name) {
    TableGroup group = tableGroup(database, name);
    if (group.isDropping()) {
      throw broken("C3", shown(database, name) + " is DROPPING");
    }
    return group;
  }

  static Catalog with(Catalog catalog, Database database, TableGroup changed) {
    return catalog.with(database.with(database.siblings().with(changed)));
  }

  static String shown(Database database, String tableGroup) {
    return "tablegroup "
        + Names.quoted(tableGroup)
        + " of database "
        + Names.quoted(database.name());
  }

  static String shown(Shard shard, TableGroup group, Database database) {
    return "shard " + Names.quoted(shard.name()) + " in " + shown(database, group.name());
  }

  static void checkName(String kind, String name) {
    Names.fault(name)
        .ifPresent(
            fault -> {
              throw refused(
                  RefusalCode.BAD_INPUT,
                  Optional.of("C10"),
                  kind + " name " + Names.quoted(name) + " " + fault);
            });
  }

  static KeyRange rangeOf(String shardName) {
    checkName("shard", shardName);
    try {
      return KeyRange.parse(shardName);
    } catch (IllegalArgumentException e) {
      throw refused(RefusalCode.BAD_INPUT, Optional.of("C2"), "shard name " + e.getMessage());
    }
  }

  static Refusal missing(String what) {
    return refused(RefusalCode.NOT_FOUND, Optional.empty(), what + " does not exist");
  }

  static Refusal exists(String what) {
    return refused(RefusalCode.ALREADY_EXISTS, Optional.of("C2"), what + " already exists");
  }

  static Refusal broken(String rule, String message) {
    return refused(RefusalCode.RULE_BROKEN, Optional.of(rule), message);
  }

  static Refusal badInput(String message) {
    return refused(RefusalCode.BAD_INPUT, Optional.empty(), message);
  }

  private static Refusal refused(RefusalCode code, Optional<String> rule, String message) {
    return new Refusal(new ChangeResult.Refused(code, rule, message));
  }

  /** Leaves the code of a change from any depth; never leaves this class's {@code apply}. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ChangeResult.Refused result;

    Refusal(ChangeResult.Refused result) {
      super(result.message(), null, false, false);
      this.result = result;
    }

    ChangeResult.Refused at(int position, int count) {
      return new ChangeResult.Refused(
          result.code(),
          result.rule(),
          "change " + position + " of " + count + ": " + result.message());
    }
  }
}
