/**
 * What both kinds of store share: where a store is ({@link com.multigres.meta.store.StoreUri}), how
 * to reach it ({@link com.multigres.meta.store.StoreOptions}), how long a call may take ({@link
 * com.multigres.meta.store.Deadline}), and what an error says about what happened ({@link
 * com.multigres.meta.store.Outcome}).
 */
@NullMarked
package com.multigres.meta.store;

import org.jspecify.annotations.NullMarked;
