/**
 * Tables and figures as text for people.
 *
 * <p>For: what the commands print. May use: nothing but the JDK. May be used by: the rest of {@code
 * cli}.
 *
 * <p>Threads: a {@link TextTable} is for one thread; all else keeps nothing and is safe for use by
 * several.
 */
package org.gradcl.cli.text;
