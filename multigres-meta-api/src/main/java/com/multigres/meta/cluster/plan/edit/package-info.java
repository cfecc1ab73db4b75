/**
 * The other way round: what people edit in a copy becomes changes of the catalog, where the
 * authority lets it (page 4 of the design).
 *
 * <p>{@link com.multigres.meta.cluster.plan.edit.CatalogEntries} spells a catalog as entries of a
 * copy that has databases, tablegroups and shards; {@link
 * com.multigres.meta.cluster.plan.edit.Adoption} makes the changes which bring a catalog to what
 * such entries say.
 */
@NullMarked
package com.multigres.meta.cluster.plan.edit;

import org.jspecify.annotations.NullMarked;
