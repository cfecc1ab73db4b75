package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.BridgeAction.ChangeCatalog;
import com.multigres.meta.cluster.plan.Finding.Kind;
import com.multigres.meta.cluster.plan.Unit.Verdict;
import com.multigres.meta.cluster.plan.edit.Adoption;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.model.Authority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans a copy in which people's edits count. Database by database, what the copy, the catalog and
 * the merge base say of each unit (a database, or a tablegroup with its shards) decides whether the
 * catalog is carried into the copy, the edit into the catalog, or neither: that is a conflict, and
 * stops this database only. Without a base nothing is known to be an edit: it is reported until a
 * person confirms.
 */
final class EditedCopy {
  private static final int FREE_DROPS = 3;

  private final CopyInput copy;
  private final BridgeInput input;
  private final boolean copyWins;
  private final Adoption adoption;
  private final Set<EntryPath> held = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private EditedCopy(CopyInput copy, BridgeInput input) {
    this.copy = copy;
    this.input = input;
    copyWins = input.catalog().catalog().authority() == Authority.KUBERNETES;
    adoption = new Adoption(input.catalog().catalog());
  }

  static BridgePlan plan(CopyInput copy, BridgeInput input) {
    return new EditedCopy(copy, input).run();
  }

  private BridgePlan run() {
    Set<String> touched = new TreeSet<>();
    EntryWalk.over(
        copy,
        entry -> {
          if (!entry.isSettled() && copy.scope().covers(entry.path())) {
            touched.add(entry.path().names().get(0));
          }
        });
    touched.forEach(this::merge);
    boolean waits = findings.stream().anyMatch(finding -> finding.kind() == Kind.UNCONFIRMED);
    if (waits && !copyWins && !copy.trusted()) {
      return new BridgePlan(List.of(), findings); // what is noted now would pass for agreed on
    }
    BridgePlan carried =
        CopyPlanner.plan(
            copy,
            input.policy(),
            input.servers(),
            input.catalog().position(),
            path -> !isHeld(path));
    List<BridgeAction> actions = new ArrayList<>(carried.actions());
    actions.addAll(adopted());
    findings.addAll(carried.findings());
    return new BridgePlan(actions, findings);
  }

  private boolean isHeld(EntryPath path) {
    return !held.isEmpty()
        && (held.contains(EntryPath.of(path.names().get(0))) || held.contains(Unit.of(path)));
  }

  private List<BridgeAction> adopted() {
    List<Adoption.Step> drops = adoption.steps().stream().filter(Adoption.Step::drops).toList();
    long standing =
        copy.desired().keySet().stream().filter(path -> path.names().size() < 3).count();
    boolean withheld =
        drops.size() > FREE_DROPS && drops.size() * 3L > standing && !input.policy().confirmed();
    List<BridgeAction> actions = new ArrayList<>();
    for (Adoption.Step step : adoption.steps()) {
      if (withheld && step.drops()) {
        find(
            Kind.REMOVAL_LIMIT,
            step.path(),
            "too much left it at once; waits for a person to confirm");
      } else {
        actions.add(new ChangeCatalog(step.change(), step.path() + " was edited in the resource"));
      }
    }
    return actions;
  }

  private void merge(String database) {
    EntryPath whole = EntryPath.of(database);
    DesiredEntry desired = copy.desired().get(whole);
    boolean left = desired != null && desired.dropping() && copyWins;
    if (left || isRetained(whole)) {
      return; // what was dropped already, or is another's, is no edit
    }
    Units units = Units.of(copy, whole);
    Verdict ofWhole = verdict(units.whole());
    if (units.whole().isImplied()) {
      return; // an unlisted default database is put back as it was
    }
    if (!copyWins && units.isTornBetweenSides()) {
      hold(units.whole(), Kind.CONFLICT, "left one side, and was changed on the other");
    } else if (ofWhole == Verdict.TO_CATALOG && units.whole().inCopy().isEmpty()) {
      adopt(units, whole); // its tablegroups go with it
    } else {
      mergeEach(units);
    }
  }

  private void mergeEach(Units units) {
    Set<EntryPath> toCatalog = new TreeSet<>();
    boolean conflict = false;
    for (Unit unit : units.all()) {
      switch (verdict(unit)) {
        case SETTLED, TO_COPY -> {}
        case TO_CATALOG -> toCatalog.add(unit.path());
        case WAITS -> hold(unit, Kind.UNCONFIRMED, "differs, and nobody knows since when");
        case CONFLICT -> {
          conflict = true;
          hold(units.whole(), unit, Kind.CONFLICT, "was changed on both sides");
        }
      }
    }
    if (!conflict) {
      toCatalog.forEach(path -> adopt(units, path));
    }
  }

  private Verdict verdict(Unit unit) {
    return unit.verdict(copy, copyWins, input.policy().confirms(unit.path()));
  }

  private void hold(Unit unit, Kind kind, String message) {
    hold(unit, unit, kind, message);
  }

  /** A person is to look at it; until then neither side gets it. */
  private void hold(Unit stopped, Unit unit, Kind kind, String message) {
    held.add(stopped.path());
    find(unit, kind, message + "; waits for a person");
  }

  private void adopt(Units units, EntryPath path) {
    held.add(path);
    Unit unit = units.at(path);
    EntryPath whole = units.whole().path();
    boolean dropped = unit.inCopy().isEmpty();
    Optional<String> refusal;
    if (path.equals(whole)) {
      refusal =
          dropped ? adoption.withoutDatabase(path) : adoption.database(path, units.defaultGroup());
    } else if (dropped) {
      refusal = adoption.withoutTableGroup(path);
    } else {
      refusal =
          adoption.tableGroup(
              path, CatalogEntries.isDefault(unit.contentInCopy()), unit.shardsInCopy());
    }
    refusal.ifPresent(why -> find(unit, Kind.NOT_ACCEPTED, "the catalog does not take it: " + why));
  }

  private boolean isRetained(EntryPath path) {
    return copy.copy().applied().map(state -> state.retained().containsKey(path)).orElse(false);
  }

  private void find(Unit unit, Kind kind, String message) {
    String line = unit.path() + " in the " + copy.copy().place() + ": " + message;
    findings.add(
        new Finding(
            kind,
            copy.copy().place(),
            unit.path(),
            unit.inCatalog().orElse(""),
            unit.inCopy().orElse(""),
            line));
  }

  private void find(Kind kind, EntryPath path, String message) {
    String line = path + " in the " + copy.copy().place() + ": " + message;
    findings.add(new Finding(kind, copy.copy().place(), path, "", "", line));
  }
}
