package org.gradcl.optim;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses a group of parameters to which none of a model belongs. */
public final class UnmatchedGroupException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final String pattern;

  UnmatchedGroupException(ParameterGroup group, Collection<String> names) {
    super(
        String.format(
            "The '%s' of the optimiser matches none of the model's %d parameters; nearest are %s:"
                + " correct the pattern, or leave the group out",
            group.describe(), names.size(), String.join(", ", nearest(group.pattern(), names))));
    this.pattern = group.pattern();
  }

  /** {@return the pattern that matched nothing} */
  public String pattern() {
    return pattern;
  }

  private static List<String> nearest(String pattern, Collection<String> names) {
    return names.stream()
        .sorted(Comparator.comparingInt((String name) -> -commonLetters(pattern, name)))
        .limit(SHOWN)
        .collect(Collectors.toList());
  }

  /** The length of the longest common subsequence. */
  private static int commonLetters(String a, String b) {
    int[][] longest = new int[a.length() + 1][b.length() + 1];
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        longest[i][j] =
            a.charAt(i - 1) == b.charAt(j - 1)
                ? longest[i - 1][j - 1] + 1
                : Math.max(longest[i - 1][j], longest[i][j - 1]);
      }
    }
    return longest[a.length()][b.length()];
  }
}
