package org.gradcl.data.csv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all cells of the columns whose kinds are not known yet and decides them: a column is
 * numeric if more than half of its values are numbers. Keeps only counts, so that a large file
 * takes no memory here.
 */
final class KindSurvey implements CellConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(KindSurvey.class);

  private final Path file;
  private final CsvLayout layout;
  private final Map<String, ColumnKind> kinds = new LinkedHashMap<>();
  private ColumnSurvey[] surveys = new ColumnSurvey[0];
  private CsvHeader header;
  private long firstLine;

  KindSurvey(Path file, CsvLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  @Override
  public boolean begin(CsvHeader all) {
    header = all;
    surveys = new ColumnSurvey[all.size()];
    boolean open = false;
    for (int i = 0; i < surveys.length; i++) {
      if (all.reads(i)) {
        Optional<ColumnKind> known = layout.kind(all.name(i));
        if (known.isPresent()) {
          kinds.put(all.name(i), known.get());
        } else {
          surveys[i] = new ColumnSurvey(all.name(i));
          open = true;
        }
      }
    }
    return open;
  }

  @Override
  public void cell(int column, long line, String cell) {
    if (surveys[column] != null) {
      surveys[column].add(line, cell);
    }
  }

  @Override
  public void endRow(long line) {
    if (firstLine == 0) {
      firstLine = line;
    }
  }

  /**
   * The kind of each column that is read.
   *
   * @throws CsvException if a column has a cell that its kind can't hold; it names the first in the
   *     file
   */
  Map<String, ColumnKind> kinds() throws CsvException {
    if (firstLine > 0) {
      requireValues();
    }
    int refused = -1;
    ColumnSurvey.Place first = null;
    for (int i = 0; firstLine > 0 && i < surveys.length; i++) {
      if (surveys[i] == null) {
        continue;
      }
      kinds.put(header.name(i), surveys[i].columnKind());
      ColumnSurvey.Place place = surveys[i].firstRefused(layout.allowMissing()).orElse(null);
      if (place != null && (first == null || place.line() < first.line())) {
        first = place;
        refused = i;
      }
    }
    if (first != null) {
      CellRefusal refusal = refusal(refused, first);
      throw new CsvException(
          file, first.line(), header.name(refused), refusal.found(), refusal.advice());
    }
    warnOfPerhapsNumbers();
    return kinds;
  }

  private void warnOfPerhapsNumbers() {
    for (int i = 0; i < surveys.length; i++) {
      Optional<String> found = surveys[i] == null ? Optional.empty() : surveys[i].perhapsNumbers();
      if (found.isPresent()) {
        LOG.warn(
            "{}, column '{}': {}; {}",
            Printable.line(file.toString()),
            Printable.line(header.name(i)),
            Printable.line(found.get()),
            Printable.line(CellRefusal.perhapsNumbers(header.name(i))));
      }
    }
  }

  private void requireValues() throws CsvException {
    List<ColumnSurvey> without =
        Arrays.stream(surveys).filter(survey -> survey != null && survey.hasNoValue()).toList();
    if (!without.isEmpty()) {
      ColumnSurvey first = without.get(0);
      CellRefusal refusal =
          CellRefusal.noValues(
              first.firstCell(), without.stream().map(ColumnSurvey::name).toList());
      throw new CsvException(file, firstLine, first.name(), refusal.found(), refusal.advice());
    }
  }

  private CellRefusal refusal(int column, ColumnSurvey.Place place) {
    int numeric = 0;
    int notInFirstLine = 0;
    for (ColumnSurvey survey : surveys) {
      if (survey != null && survey.columnKind() == ColumnKind.NUMBERS) {
        numeric++;
        notInFirstLine += survey.hasItsOneTextIn(firstLine) ? 1 : 0;
      }
    }
    boolean ofUnits = notInFirstLine == numeric || notInFirstLine > 1;
    return ofUnits && surveys[column].hasItsOneTextIn(firstLine) && place.line() == firstLine
        ? CellRefusal.unitsRow(header.name(column), place.cell(), firstLine, notInFirstLine)
        : surveys[column].refusal(place.cell());
  }
}
