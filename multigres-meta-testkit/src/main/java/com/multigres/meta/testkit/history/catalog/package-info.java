/**
 * The rules of a catalog that a history can show. Since a catalog has one line of generations, no
 * search is needed: each theme is one pass over what was sighted.
 */
@NullMarked
package com.multigres.meta.testkit.history.catalog;

import org.jspecify.annotations.NullMarked;
