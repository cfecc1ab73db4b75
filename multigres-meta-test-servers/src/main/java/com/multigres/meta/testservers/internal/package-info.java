/**
 * What every kind of server needs to be run here: programs, accounts, ports, folders. Not exported.
 */
@NullMarked
package com.multigres.meta.testservers.internal;

import org.jspecify.annotations.NullMarked;
