/**
 * What a run of the contract found, as documents that people and programs read: {@link
 * com.multigres.meta.testkit.report.Report} is the content, {@link
 * com.multigres.meta.testkit.report.ReportFiles} writes it as JSON, as one page and as JUnit XML,
 * {@link com.multigres.meta.testkit.report.ReportText} shows it on a terminal.
 */
@NullMarked
package com.multigres.meta.testkit.report;

import org.jspecify.annotations.NullMarked;
