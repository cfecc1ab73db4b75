package org.somebody;

import com.multigres.meta.catalog.*;
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
}
