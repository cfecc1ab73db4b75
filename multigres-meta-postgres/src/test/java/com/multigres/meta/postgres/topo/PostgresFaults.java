package com.multigres.meta.postgres.topo;

import static java.util.stream.Collectors.joining;

import com.multigres.meta.postgres.faults.PostgresAccidents;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.pgbouncer.PgBouncer;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every accident of a topology, on a server of the test's own. */
final class PostgresFaults extends PostgresAccidents<TopoStore> implements Faults {

  private final String options;
  private final AtomicBoolean refusing = new AtomicBoolean();

  PostgresFaults(PostgresExtension postgres) {
    super(postgres);
    this.options = "";
  }

  private PostgresFaults(PostgresExtension postgres, PgBouncer pooler) {
    super(postgres, pooler.host(), pooler.port());
    // Poolers before 1.21 know no prepared statements.
    this.options = "?prepareThreshold=0";
  }

  /** The same with a pooler between the proxies and the server. */
  static PostgresFaults through(PgBouncer pooler, PostgresExtension postgres) {
    return new PostgresFaults(postgres, pooler);
  }

  TopoStore open(String root) {
    return open(
        way ->
            TopoStores.open(
                "postgresql://" + way + "/" + database().name() + options + "#" + root,
                TopoDatabases.credentials(database())));
  }

  /** How many sessions the server holds; none before the first store made its tables. */
  long sessions() {
    List<String> there = ask("SELECT to_regclass('multigres_topo.session') IS NOT NULL");
    return there.equals(List.of("t"))
        ? Long.parseLong(ask("SELECT count(*) FROM multigres_topo.session").get(0))
        : 0;
  }

  @Override
  public Set<Fault> offered() {
    Set<Fault> all = EnumSet.copyOf(super.offered());
    all.addAll(
        EnumSet.of(
            Fault.COMPACT,
            Fault.WIPE,
            Fault.KILL_OWNER,
            Fault.LOSE_RENEWALS,
            Fault.EXPIRE_SESSION));
    return all;
  }

  @Override
  public void compact() {
    run("SELECT multigres_topo.trim_1(0, '1h', '1h', '1d')");
  }

  @Override
  public void wipe() {
    run("DROP SCHEMA multigres_topo CASCADE");
  }

  private void run(String sql) {
    try {
      TopoDatabases.run(database(), sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private List<String> ask(String sql) {
    try {
      return TopoDatabases.ask(database(), sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  /** All of them: which are whose, only stores know. */
  @Override
  public void expireSession(TopoStore store) {
    run("UPDATE multigres_topo.session SET expires_at = clock_timestamp() - interval '1s'");
  }

  /** A trigger refuses to renew any session that stands now: which are whose, only stores know. */
  @Override
  public void loseRenewals(TopoStore store) {
    refusing.set(true);
    String standing =
        ask("SELECT id FROM multigres_topo.session").stream().collect(joining("','", "'", "'"));
    run(
        "CREATE FUNCTION multigres_topo.refuse_renewal() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RAISE 'no renewals'; END$$");
    run(
        "CREATE TRIGGER refuse_renewal BEFORE UPDATE ON multigres_topo.session FOR EACH ROW"
            + (" WHEN (old.id IN (" + standing + "))")
            + " EXECUTE FUNCTION multigres_topo.refuse_renewal()");
  }

  @Override
  public void reconnect(TopoStore store) {
    super.reconnect(store);
    renewAgain();
  }

  @Override
  public void repair() {
    super.repair();
    renewAgain();
  }

  /** Asks the server for nothing when there is nothing to end: it may hang, or be down. */
  private void renewAgain() {
    if (refusing.getAndSet(false)) {
      run("DROP FUNCTION IF EXISTS multigres_topo.refuse_renewal() CASCADE");
    }
  }
}
