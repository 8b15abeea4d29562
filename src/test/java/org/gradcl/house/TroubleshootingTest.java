package org.gradcl.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.backend.opencl.discovery.OpenClReason;
import org.gradcl.device.Reason;
import org.gradcl.device.SelectionReason;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/troubleshooting.md} has a row for each reason of each provider, and no other. */
class TroubleshootingTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\| ([^|]+) \\| ([^|]+) \\|$");

  /** The constants of every enum that states reasons, also those of providers yet to come. */
  static List<Reason> reasons() throws ClassNotFoundException {
    List<Reason> reasons = new ArrayList<>();
    for (JavaClass found :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.gradcl")) {
      if (found.isEnum() && found.isAssignableTo(Reason.class)) {
        for (Object constant : Class.forName(found.getName()).getEnumConstants()) {
          reasons.add((Reason) constant);
        }
      }
    }
    return reasons;
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void eachReasonHasItsRow(Reason reason) {
    List<String> cells = new ArrayList<>();
    Matcher rows = ROW.matcher(Documentation.page("troubleshooting.md"));
    while (rows.find()) {
      if (rows.group(1).equals(reason.name())) {
        cells.add(rows.group(2).strip());
        cells.add(rows.group(3).strip());
      }
    }
    assertThat(cells).as("cause and cure of %s, once", reason.name()).hasSize(2);
    assertThat(cells).allSatisfy(cell -> assertThat(cell).isNotBlank());
  }

  @Test
  void noRowIsOfAReasonThatDoesNotExist() throws ClassNotFoundException {
    List<String> names = reasons().stream().map(Reason::name).toList();
    assertThat(names)
        .hasSizeGreaterThanOrEqualTo(SelectionReason.values().length + OpenClReason.values().length)
        .doesNotHaveDuplicates();
    Matcher rows = ROW.matcher(Documentation.page("troubleshooting.md"));
    while (rows.find()) {
      assertThat(names).contains(rows.group(1));
    }
  }
}
