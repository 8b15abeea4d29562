package org.gradcl.cli.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.text.FileFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pictures. A picture that can't be drawn, as on machines without fonts, is a warning; after
 * the first one no other is tried. One thread.
 */
public final class Plots {
  private static final Logger LOG = LoggerFactory.getLogger(Plots.class);

  private static final String HEADLESS = "java.awt.headless";

  private boolean failed;

  static {
    // Pictures go to files: a display that does not answer must not keep them from being drawn.
    if (System.getProperty(HEADLESS) == null) {
      System.setProperty(HEADLESS, "true");
    }
    // A cache file of Java's is deleted by a shutdown hook, which can't be added any more when
    // Ctrl-C comes while the results are written.
    ImageIO.setUseCache(false);
  }

  /**
   * Draws a picture and writes it as PNG.
   *
   * @return whether the file was written
   */
  public boolean write(Path file, Callable<BufferedImage> drawing) {
    if (failed) {
      return false;
    }
    // As a whole before there is a file: what can't be encoded leaves none, least of all an empty
    // one.
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawing.call(), "png", png);
    } catch (Exception | Error e) {
      // AWT without fonts or libraries throws errors of many kinds, by version of Java: without a
      // font file a java.lang.Error itself. A picture too large for the memory is no loss either.
      failed = true;
      LOG.warn(
          "No pictures: {} can't be drawn ({}); {} Everything else was saved",
          file.getFileName(),
          e.toString(),
          cure(e));
      LOG.debug("The picture", e);
      return false;
    }
    try {
      AtomicFile.write(file, png.toByteArray());
      return true;
    } catch (IOException e) {
      failed = true;
      LOG.warn(
          "The picture {} can't be written: {}; is there room on the disk?",
          file,
          FileFailure.reason(e));
      LOG.debug("The picture", e);
      return false;
    }
  }

  private static String cure(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "give Java more memory, as by JDK_JAVA_OPTIONS=-Xmx8g.";
    }
    String text = failure.toString();
    if (text.contains("DISPLAY") || text.contains("X11GraphicsEnvironment")) {
      return "leave out -Djava.awt.headless=false, since pictures need no display.";
    }
    if (failure instanceof UnsatisfiedLinkError) {
      return "install the library that is missing, of Java or of the system.";
    }
    return "are fonts installed (fontconfig and a font such as DejaVu)?";
  }
}
