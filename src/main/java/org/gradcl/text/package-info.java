/**
 * Tables and figures as text for people.
 *
 * <p>For: reports, plans, messages about data and what the commands print. May use: nothing of
 * GradCL. May be used by: {@code data.table}, {@code data.csv}, {@code device} and the rooms above
 * them.
 *
 * <p>Threads: a {@link TextTable} is for one thread; all else keeps nothing and is safe for use by
 * several.
 */
package org.gradcl.text;
