package org.gradcl.testing;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.gradcl.nn.Model;

/**
 * Pieces of Java from the documentation, compiled as bodies of a method. Whoever makes it closes.
 */
public final class JavaSnippets implements AutoCloseable {
  private static final String IMPORTS =
      """
      import java.nio.file.Path;
      import java.util.List;
      import java.util.Map;
      import org.gradcl.data.*;
      import org.gradcl.expr.*;
      import org.gradcl.graph.*;
      import org.gradcl.io.*;
      import org.gradcl.loss.*;
      import org.gradcl.nn.*;
      import org.gradcl.optim.*;
      import org.gradcl.tensor.*;
      import org.gradcl.train.*;
      import org.gradcl.train.report.*;
      """;

  private final URLClassLoader classes;

  private JavaSnippets(URLClassLoader classes) {
    this.classes = classes;
  }

  /**
   * Compiles all at once, which is much faster than one by one.
   *
   * @param bodies of a method from {@code Object[] given} to an Object, by the name of a class
   * @param folder for sources and classes
   */
  public static JavaSnippets compile(Map<String, String> bodies, Path folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      String source =
          IMPORTS
              + "public final class "
              + body.getKey()
              + " implements java.util.function.Function<Object[], Object> {\n"
              + "public Object apply(Object[] given) {\n"
              + body.getValue()
              + "\n}}\n";
      sources.add(Files.writeString(folder.resolve(body.getKey() + ".java"), source));
    }
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler in this Java");
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-d", folder.toString(), "-classpath", classPath());
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError(messages.toString());
      }
    }
    URL[] urls = {folder.toUri().toURL()};
    return new JavaSnippets(new URLClassLoader(urls, JavaSnippets.class.getClassLoader()));
  }

  /** With where the library's classes come from, since a test runner may hide the class path. */
  private static String classPath() {
    String library = Model.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return library + File.pathSeparator + System.getProperty("java.class.path");
  }

  /** Runs a snippet. */
  @SuppressWarnings("unchecked")
  public Object run(String name, Object... given) {
    try {
      Object snippet = classes.loadClass(name).getDeclaredConstructor().newInstance();
      return ((Function<Object[], Object>) snippet).apply(given);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  /** The pieces of a language on a page, in order, by the heading that they stand under. */
  public static Map<String, List<String>> on(String page, String language) {
    Map<String, List<String>> found = new HashMap<>();
    String heading = "";
    StringBuilder piece = null;
    for (String line : Documentation.page(page).lines().toList()) {
      if (piece == null && line.startsWith("## ")) {
        heading = line.substring("## ".length());
      } else if (line.equals("```" + language)) {
        piece = new StringBuilder();
      } else if (piece != null && line.equals("```")) {
        found.computeIfAbsent(heading, h -> new ArrayList<>()).add(piece.toString());
        piece = null;
      } else if (piece != null) {
        piece.append(line).append('\n');
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    classes.close();
  }
}
