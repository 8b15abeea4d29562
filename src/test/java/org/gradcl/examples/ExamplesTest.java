package org.gradcl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code src/examples}, compiled as they are and run with fewer epochs. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("src/examples");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(org\\.gradcl(?:\\.[a-z]+)*)\\.[A-Z]");
  private static final Pattern EXPORT = Pattern.compile("exports (org\\.gradcl[a-z.]*);");

  @TempDir static Path classes;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString());
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources()))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  @Test
  void digitsAreReadByEachNet() throws Exception {
    Map<String, Double> right =
        figures("digits.Digits", "--seeds", "1", "--epochs", "10", "--out", folder.toString());

    assertThat(right.get("dense")).isBetween(86.0, 97.0);
    assertThat(right.get("cnn")).isBetween(91.0, 99.0);
    assertThat(right.get("lstm")).isBetween(78.0, 96.0);
    assertThat(folder.resolve("misread-cnn.png")).isNotEmptyFile();
  }

  @Test
  void imagesOfMnistsFilesAreClassified() throws Exception {
    BandImages.write(folder, 600, 200);
    String data = folder.toString();
    String out = folder.resolve("out").toString();

    // Fifty steps: the running statistics of batch norm begin at 0 and 1.
    Map<String, Double> right =
        figures("fashion.Fashion", "--data", data, "--epochs", "10", "--out", out);
    assertThat(right.get("dense")).isGreaterThan(95);
    assertThat(right.get("cnn")).isGreaterThan(95);
  }

  /** One step of 64 images: the residual net and the augmentation of its images run. */
  @Test
  void theResidualNetTakesAStep() throws Exception {
    BandImages.write(folder, 64, 64);
    String data = folder.toString();
    String out = folder.resolve("out").toString();
    String shown =
        run("fashion.Fashion", "--data", data, "--net", "resnet20", "--epochs", "1", "--out", out)
            .shown();

    assertThat(shown).contains("272186 parameters").containsPattern("epoch 1: loss [1-9]\\.");
  }

  @Test
  void twelveWeeksAreForecastBetterThanByTheLastYear() throws Exception {
    Map<String, Double> errors = figures("co2.Co2", "--seeds", "1", "--out", folder.toString());

    assertThat(errors.get("persistence")).isBetween(2.02, 2.04);
    assertThat(errors.get("year before")).isBetween(1.84, 1.86);
    assertThat(errors.get("last change")).isBetween(0.775, 0.785);
    assertThat(errors.get("linear")).isBetween(0.50, 0.58);
    assertThat(errors.get("network")).isBetween(0.5, 0.7);
    assertThat(folder.resolve("forecast.png")).isNotEmptyFile();
  }

  @Test
  void embeddingsOfCategoriesPriceDiamondsAsIndicatorsDo() throws Exception {
    Map<String, Double> errors =
        figures("diamonds.Diamonds", "--seeds", "1", "--epochs", "4", "--out", folder.toString());

    assertThat(errors.get("indicators")).isBetween(560.0, 670.0);
    assertThat(errors.get("embeddings")).isBetween(570.0, 690.0);
    assertThat(errors.get("singles")).isBetween(580.0, 710.0);
    assertThat(errors.get("clarity")).isBetween(0.9, 1.0);
    assertThat(folder.resolve("clarity.png")).isNotEmptyFile();
  }

  /** A hundred steps: more was learnt than how often each character occurs, 4.50 bits. */
  @Test
  void charactersArePredictedFromThoseBeforeThem() throws Exception {
    String out = folder.toString();
    ExampleProcess ran =
        run(
            "characters.Characters",
            "--steps",
            "100",
            "--seeds",
            "1",
            "--sample",
            "20",
            "--out",
            out);
    Map<String, Double> bits = ran.figures();

    assertThat(bits.get("2-gram")).isBetween(3.3208, 3.3210);
    assertThat(bits.get("3-gram")).isBetween(2.3787, 2.3789);
    assertThat(bits.get("5-gram")).isBetween(1.6514, 1.6516);
    assertThat(bits.get("network")).isBetween(3.0, 4.0);
    assertThat(ran.shown()).containsPattern("(?s)Section .{20}\\R");
    assertThat(folder.resolve("model.safetensors")).isNotEmptyFile();
  }

  @Test
  void programsSeeWhatTheModuleExports() throws IOException {
    Set<String> exported = found(EXPORT, Path.of("src/main/java/module-info.java"));
    for (Path source : sources()) {
      assertThat(exported).as(source.toString()).containsAll(found(IMPORT, source));
    }
  }

  @Test
  void eachHasAPageAndALineInTheTable() throws IOException {
    String table = Files.readString(EXAMPLES.resolve("README.md"));
    for (String example : mains()) {
      assertThat(EXAMPLES.resolve(example).resolve("README.md")).isRegularFile();
      assertThat(table).contains("| [" + example + "](" + example + "/README.md) |");
    }
    assertThat(mains()).contains("digits");
  }

  private Map<String, Double> figures(String program, String... args) throws Exception {
    return run(program, args).figures();
  }

  private ExampleProcess run(String program, String... args) throws Exception {
    return ExampleProcess.run(classes, folder.resolve("log"), program, args);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** The folders of which one class can be started. */
  private static Set<String> mains() throws IOException {
    Set<String> folders = new TreeSet<>();
    for (Path source : sources()) {
      if (Files.readString(source).contains("public static void main")) {
        folders.add(EXAMPLES.relativize(source).getName(0).toString());
      }
    }
    return folders;
  }

  private static Set<String> found(Pattern pattern, Path source) throws IOException {
    return pattern
        .matcher(Files.readString(source))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
