/**
 * Folders of PNG and JPEG files as samples, decoded while the device computes.
 *
 * <p>{@link org.gradcl.data.folder.ImageFolder} is a source of one folder a class. It reads files
 * through the JDK's ImageIO, so the JDK's module {@code java.desktop} must be there; no other
 * package of the library but the command line needs it.
 *
 * <p>For: programs that train on images. May use: {@code data.image} and what it may use, ImageIO
 * and AWT's images. May be used by: {@code cli}.
 *
 * <p>Threads: all public types are immutable and safe for use by several threads.
 */
package org.gradcl.data.folder;
