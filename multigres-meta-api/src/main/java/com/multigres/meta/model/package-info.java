/**
 * The catalog as immutable values, and the one pure function that changes it.
 *
 * <pre>{@code
 * Catalog catalog = Catalog.initial();
 * ChangeResult result = catalog.apply(CatalogChange.CreateDatabase.named("db1"));
 * if (result instanceof ChangeResult.Changed changed) {
 *   Optional<Shard> shard = changed.catalog().shardOf("db1", "default", key);
 * }
 * }</pre>
 *
 * <p>A {@link com.multigres.meta.model.Catalog} holds databases, those hold tablegroups and the
 * tables placed in them, tablegroups hold shards; a {@link com.multigres.meta.model.KeyRange} says
 * which keys a shard has. {@link com.multigres.meta.model.CatalogChange} lists every change there
 * is (C3), {@link com.multigres.meta.model.ChangeResult} the three ways one can end, {@link
 * com.multigres.meta.model.Catalog#check()} every rule that a catalog breaks.
 *
 * <p>Names are case-sensitive and sorted as {@link java.lang.String#compareTo} does, shards by
 * range start, then id. A shard that a change names is found by its name; where retired shards make
 * that ambiguous, by its external name or by {@code #} and its id.
 */
@NullMarked
package com.multigres.meta.model;

import org.jspecify.annotations.NullMarked;
