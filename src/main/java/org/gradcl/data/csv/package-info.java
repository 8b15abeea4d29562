/**
 * CSV files as tables.
 *
 * <p>{@link org.gradcl.data.csv.CsvFile} reads twice: the first pass looks at all cells to decide
 * the kind of each column and refuses what fits none, by file, line, column and cell; the second
 * fills a {@link org.gradcl.data.table.Table}. What is no CSV in UTF-8 is named for what it is.
 *
 * <p>For: programs and the command line. May use: {@code data.table}, FastCSV. May be used by:
 * {@code train}, {@code cli}.
 *
 * <p>Threads: a {@link org.gradcl.data.csv.CsvFile} is immutable and safe for use by several
 * threads.
 */
package org.gradcl.data.csv;
