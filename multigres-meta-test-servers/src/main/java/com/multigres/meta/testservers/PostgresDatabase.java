package com.multigres.meta.testservers;

/** placeholder. */
public interface PostgresDatabase {}
