/** Records of the topology as JSON and as text. */
@NullMarked
package com.multigres.meta.cli.record;

import org.jspecify.annotations.NullMarked;
