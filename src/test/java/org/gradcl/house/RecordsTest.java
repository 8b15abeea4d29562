package org.gradcl.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records are values: each copies the collections that it is given, or whoever made one could
 * change it afterwards, under the hands of another thread, say.
 */
class RecordsTest {
  private static final Pattern HEADER = Pattern.compile("\\brecord\\s+(\\w+)(?:<\\w+>)?\\s*\\(");
  private static final Pattern COLLECTION =
      Pattern.compile("(?:List|Set|Map|Collection)<.*>\\s+(\\w+)", Pattern.DOTALL);

  static List<SourceFile> files() {
    return SourceFile.ALL.stream().filter(file -> HEADER.matcher(file.code()).find()).toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aRecordCopiesItsCollections(SourceFile file) {
    String code = file.code();
    List<String> shared = new ArrayList<>();
    Matcher header = HEADER.matcher(code);
    while (header.find()) {
      int end = SourceFile.closing(code, header.end(), '(', ')');
      int body = code.indexOf('{', end) + 1;
      String constructors = code.substring(body, SourceFile.closing(code, body, '{', '}'));
      for (String component : components(code.substring(header.end(), end))) {
        Matcher collection = COLLECTION.matcher(component);
        if (collection.matches() && !isCopied(collection.group(1), constructors)) {
          shared.add(header.group(1) + "." + collection.group(1));
        }
      }
    }
    assertThat(shared).as("collections that records of %s share", file).isEmpty();
  }

  private static boolean isCopied(String name, String body) {
    return Pattern.compile(
            "\\b" + name + " =\\s+(?:List\\.copyOf|Set\\.copyOf|Collections\\.unmodifiable)")
        .matcher(body)
        .find();
  }

  /** The parts between commas that are not those of type arguments. */
  private static List<String> components(String header) {
    List<String> components = new ArrayList<>();
    int nested = 0;
    int begin = 0;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      nested += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && nested == 0) {
        components.add(header.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    components.add(header.substring(begin).strip());
    return components;
  }
}
