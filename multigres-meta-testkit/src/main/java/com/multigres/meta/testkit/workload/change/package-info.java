/**
 * Which changes of a catalog the clients of a workload ask for: of databases, of what lies inside
 * one, and of the shards of a tablegroup, each chosen by what the client last saw.
 */
@NullMarked
package com.multigres.meta.testkit.workload.change;

import org.jspecify.annotations.NullMarked;
