package com.multigres.meta.model;

/** What databases and tablegroups have in common as siblings. */
interface Named {
  String name();

  String externalName();
}
