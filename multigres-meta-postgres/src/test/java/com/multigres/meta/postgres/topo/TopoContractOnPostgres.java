package com.multigres.meta.postgres.topo;

import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testkit.topo.TopoStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.topo.TopoStore;
import java.util.Optional;
import java.util.OptionalLong;

/** The contract on one server. */
abstract class TopoContractOnPostgres extends TopoStoreContract {

  /** The server's accidents, made once for the class. */
  abstract PostgresFaults accidents();

  @Override
  protected final TopoStore open(String root) {
    return accidents().open(root);
  }

  @Override
  protected final Optional<StoreAddress> address(String root) {
    PostgresDatabase database = accidents().database();
    String uri =
        "postgresql://%s:%d/%s#%s"
            .formatted(database.host(), database.port(), database.name(), root);
    return Optional.of(StoreAddress.of(uri).as(database.user(), database::password));
  }

  @Override
  protected final Faults faults() {
    return accidents();
  }

  @Override
  protected final OptionalLong sessions() {
    return OptionalLong.of(accidents().sessions());
  }
}
