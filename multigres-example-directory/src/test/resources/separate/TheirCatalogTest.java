package org.somebody;

import com.multigres.meta.catalog.*;
import com.multigres.meta.testkit.*;
import com.multigres.meta.testkit.catalog.*;
import java.util.Set;

class TheirCatalogTest extends CatalogStoreContract {
  protected CatalogStore open(String name, int retention) {
    return CatalogStores.open("audited://" + name + "?retention=" + retention);
  }

  protected Backup backup(String name) {
    return AuditedCatalogProvider.restorePoint(name)::run;
  }

  protected Set<CatalogCapability> missing() {
    return Set.of(CatalogCapability.STANDBY_READS);
  }

  protected CatalogFaults faults() {
    return new CatalogFaults() {
      public Set<Fault> offered() { return Set.of(Fault.KILL); }
      public void kill() { AuditedCatalogProvider.down = true; }
      public void restart() { AuditedCatalogProvider.down = false; }
      public void repair() { restart(); }
    };
  }
}
