/**
 * Tables and figures as text for people.
 *
 * <p>For: what the commands print. May use: nothing but the JDK. May be used by: the rest of {@code
 * cli}.
 */
package org.gradcl.cli.text;
