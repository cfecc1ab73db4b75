/**
 * Histories as text: one JSON object a line. {@link
 * com.multigres.meta.testkit.history.file.HistoryFile} writes and reads them, and {@link
 * com.multigres.meta.testkit.history.file.HistoryJournal} writes while it happens, so that the
 * operations of a process that was killed are known as well. {@code docs/conformance.md} describes
 * the form.
 */
@NullMarked
package com.multigres.meta.testkit.history.file;

import org.jspecify.annotations.NullMarked;
