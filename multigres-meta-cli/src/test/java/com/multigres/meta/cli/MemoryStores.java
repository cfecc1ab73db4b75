package com.multigres.meta.cli;

import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A topology and a catalog in this JVM's memory, fresh for each test. */
final class MemoryStores implements BeforeEachCallback, AfterEachCallback {
  private String name = "";
  private TopoStore keeper = TopoStores.open("memory://unused/");

  @Override
  public void beforeEach(ExtensionContext context) {
    name = "cli-" + UUID.randomUUID();
    keeper.close();
    keeper = TopoStores.open("memory://" + name + "/"); // keeps what runs of the command leave
  }

  @Override
  public void afterEach(ExtensionContext context) {
    keeper.close();
    MemoryCatalogs.forget(name);
  }

  String topo() {
    return "memory://" + name + "/multigres/cluster1/global";
  }

  String catalog() {
    return "memory://" + name;
  }

  TopoStore everything() {
    return keeper;
  }

  Run.Caller caller() {
    return Run.Caller.with(topo(), catalog());
  }
}
