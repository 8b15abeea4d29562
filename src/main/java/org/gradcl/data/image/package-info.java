/**
 * Images as samples: their layouts, rows of pixels, and IDX files, the format of MNIST.
 *
 * <p>{@link org.gradcl.data.image.ImageShape} says where a pixel lies in a sample. Pixels in
 * columns of a table become images by {@link org.gradcl.data.image.Images#ofRows}, pairs of IDX
 * files by {@link org.gradcl.data.image.IdxFile} and {@link org.gradcl.data.image.MnistFolder}.
 * Files of single images are read in {@code data.folder}, which needs the JDK's module {@code
 * java.desktop}; this package does not.
 *
 * <p>For: programs that train on images. May use: {@code data}, {@code text}. May be used by:
 * {@code data.folder}, {@code data.augment}, {@code cli}.
 *
 * <p>Threads: all types are immutable and safe for use by several threads.
 */
package org.gradcl.data.image;
