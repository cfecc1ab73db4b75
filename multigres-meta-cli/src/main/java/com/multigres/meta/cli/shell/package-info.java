/** What helps at the shell's prompt: the version, help, and the completion of words. */
@NullMarked
package com.multigres.meta.cli.shell;

import org.jspecify.annotations.NullMarked;
