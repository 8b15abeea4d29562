package org.gradcl.backend.opencl.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel files, which travel in the jar. An include names a file, or a macro that is defined as
 * one, either by the caller or by the file itself as its default. Safe for use by several threads.
 */
public final class KernelFiles {
  /**
   * All kernel files, in the order in which a training step meets them, and the one that measures.
   */
  public static final List<String> PROGRAMS =
      List.of(
          "receive.cl",
          "forward.cl",
          "loss.cl",
          "loss_gradient.cl",
          "backward.cl",
          "weight_update.cl",
          "map.cl",
          "row.cl",
          "row_across.cl",
          "scatter.cl",
          "reduce.cl",
          "chain.cl",
          "product_fold.cl",
          "sum_fold.cl",
          "limits.cl");

  /** The files that programs include. */
  public static final List<String> INCLUDES =
      List.of(
          "common.clh",
          "operators.clh",
          "table.clh",
          "step_fold.clh",
          "philox.clh",
          "random.clh",
          "product_tile.clh",
          "product_skinny.clh",
          "product_tensor.clh",
          "tensor_multiply_add.clh",
          "product_slice.clh",
          "product_operand.clh",
          "matmul_packed.clh",
          "packed_tile.clh",
          "matmul_streamed.clh",
          "streamed_strip.clh",
          "transpose.clh",
          "map.clh",
          "row.clh",
          "row_across.clh");

  private static final String FOLDER = "/org/gradcl/kernels/";
  private static final String MACROS = "macros";
  private static final Pattern DEFINITION = Pattern.compile("#define (\\w+)");
  private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\s+(\\S+)\\s*");
  private static final Pattern FILE_MACRO =
      Pattern.compile("\\s*#\\s*define\\s+(\\w+)\\s+(\"[^\"]+\\.clh\")\\s*(//.*)?");
  private static final Map<String, List<String>> CONTENTS = new ConcurrentHashMap<>();

  private KernelFiles() {}

  /**
   * A kernel file with its includes, behind some macros.
   *
   * @throws IllegalArgumentException if a file does not exist or includes itself
   */
  public static KernelSource load(String file, Macros macros) {
    List<KernelSource.Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : macros.text().lines().toList()) {
      lines.add(new KernelSource.Line(MACROS, ++number, line));
    }
    append(file, macros, new Macros(), new ArrayDeque<>(), lines);
    return new KernelSource(file, lines);
  }

  /**
   * Kernels as functions, and behind them the kernel file {@code chain.cl}, which calls them.
   *
   * @param functions of different files, none of which defines what another does
   * @param macros of that file
   */
  public static KernelSource chain(List<KernelSource> functions, Macros macros) {
    List<KernelSource.Line> lines = new ArrayList<>();
    lines.add(new KernelSource.Line(MACROS, 1, "#define CHAINED"));
    for (KernelSource function : functions) {
      lines.addAll(function.lines());
      for (String name : defined(function)) {
        lines.add(new KernelSource.Line(MACROS, 1, "#undef " + name));
      }
    }
    KernelSource chain = load("chain.cl", macros);
    lines.addAll(chain.lines());
    return new KernelSource(chain.file(), lines);
  }

  /** The macros that stand before a kernel, and its name: the next has its own. */
  private static List<String> defined(KernelSource source) {
    List<String> names = new ArrayList<>(List.of("KERNEL_NAME"));
    for (KernelSource.Line line : source.lines()) {
      Matcher definition = DEFINITION.matcher(line.text());
      if (line.file().equals(MACROS) && definition.lookingAt()) {
        names.add(definition.group(1));
      }
    }
    return names;
  }

  private static void append(
      String file,
      Macros macros,
      Macros defaults,
      Deque<String> including,
      List<KernelSource.Line> lines) {
    if (including.contains(file)) {
      throw new IllegalArgumentException("The kernel file " + file + " includes itself");
    }
    including.push(file);
    int number = 0;
    for (String text : read(file)) {
      number++;
      Matcher macro = FILE_MACRO.matcher(text);
      if (macro.matches() && macros.body(macro.group(1)) == null) {
        defaults.define(macro.group(1), macro.group(2));
      }
      Matcher include = INCLUDE.matcher(text);
      if (include.matches()) {
        append(included(include.group(1), macros, defaults), macros, defaults, including, lines);
      } else {
        lines.add(new KernelSource.Line(file, number, text));
      }
    }
    including.pop();
  }

  private static String included(String word, Macros macros, Macros defaults) {
    String name = word;
    if (!name.startsWith("\"")) {
      String body = macros.body(word);
      name = body == null ? defaults.body(word) : body;
    }
    if (name == null || !name.startsWith("\"")) {
      throw new IllegalArgumentException("The kernel include " + word + " names no file");
    }
    return name.substring(1, name.length() - 1);
  }

  private static List<String> read(String file) {
    return CONTENTS.computeIfAbsent(
        file,
        name -> {
          try (InputStream stream = KernelFiles.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
              throw new IllegalArgumentException(
                  "There is no kernel file " + name + "; there are " + PROGRAMS + " " + INCLUDES);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
          } catch (IOException e) {
            throw new UncheckedIOException("Reading the kernel file " + name, e);
          }
        });
  }
}
