package org.gradcl.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public type of the library with its Javadoc.
 *
 * @param file in which it stands
 * @param name such as {@code Trainer}, or {@code Workload.Session} of a nested one
 * @param javadoc in one line, empty if there is none
 */
record PublicType(SourceFile file, String name, String javadoc) {
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?m)^(?<indent> *)(?<modifiers>(?:(?:public|protected|private|static|final|abstract|sealed"
              + "|non-sealed)\\s+)*)(?<kind>class|interface|enum|record)\\s+(?<name>\\w+)");
  private static final Pattern ANNOTATIONS = Pattern.compile("(?:\\s|@\\w+(?:\\([^()]*\\))?)*");

  private static final int INDENT = 2;

  /** Every public type, by file. */
  static final List<PublicType> ALL =
      SourceFile.ALL.stream()
          .filter(file -> !file.isPackageInfo())
          .flatMap(file -> of(file).stream())
          .toList();

  /** A type, for those that stand in it. */
  private record Outer(String name, boolean isPublic, boolean isInterface) {}

  private static List<PublicType> of(SourceFile file) {
    List<PublicType> types = new ArrayList<>();
    List<Outer> around = new ArrayList<>();
    Matcher declaration = DECLARATION.matcher(file.code());
    while (declaration.find()) {
      int depth = declaration.group("indent").length() / INDENT;
      around.subList(depth, around.size()).clear();
      String modifiers = declaration.group("modifiers");
      Outer outer = depth == 0 ? new Outer("", true, false) : around.get(depth - 1);
      boolean declared = outer.isInterface() || modifiers.contains("public");
      boolean isPublic = outer.isPublic() && declared && !modifiers.contains("private");
      String name = outer.name() + (depth == 0 ? "" : ".") + declaration.group("name");
      around.add(new Outer(name, isPublic, declaration.group("kind").equals("interface")));
      if (isPublic) {
        types.add(new PublicType(file, name, javadocBefore(file, declaration.start())));
      }
    }
    return types;
  }

  /** The Javadoc of what begins at an index, in one line. */
  static String javadocBefore(SourceFile file, int index) {
    String before = file.text().substring(0, index);
    int begin = before.lastIndexOf("/**");
    int end = before.lastIndexOf("*/");
    boolean belongs =
        begin >= 0 && end > begin && ANNOTATIONS.matcher(before.substring(end + 2)).matches();
    return belongs ? oneLine(before.substring(begin + 3, end)) : "";
  }

  /** A comment without its stars and line breaks. */
  static String oneLine(String comment) {
    return comment.replaceAll("\\s*\\n\\s*\\*", " ").replaceAll("\\s+", " ").strip();
  }

  String qualifiedName() {
    String folder = file.path().getParent().toString().replace('\\', '/').replace('/', '.');
    return "org.gradcl." + folder + "." + name.replace('.', '$');
  }

  @Override
  public String toString() {
    return qualifiedName();
  }
}
