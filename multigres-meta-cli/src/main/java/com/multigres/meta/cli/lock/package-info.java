/** Commands that hold a lock while another command runs. */
@NullMarked
package com.multigres.meta.cli.lock;

import org.jspecify.annotations.NullMarked;
