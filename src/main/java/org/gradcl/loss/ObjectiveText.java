package org.gradcl.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/**
 * The text form of an {@link Objective}: its terms separated by {@code ;}, each a loss, then, where
 * it is not the usual, {@code | on OUTPUT,OUTPUT | against TARGET | times WEIGHT | weighted by
 * INPUT AXES}.
 */
final class ObjectiveText {
  private static final String ON = "on ";
  private static final String AGAINST = "against ";
  private static final String TIMES = "times ";
  private static final String WEIGHTED = "weighted by ";

  private ObjectiveText() {}

  static String of(Objective objective) {
    return objective.terms().stream().map(ObjectiveText::of).collect(Collectors.joining("; "));
  }

  private static String of(LossTerm term) {
    List<String> parts = new ArrayList<>(List.of(text(term.loss())));
    if (!term.outputs().isEmpty()) {
      parts.add(ON + String.join(",", term.outputs()));
    }
    if (!term.target().equals(LossTerm.TARGET)) {
      parts.add(AGAINST + term.target());
    }
    if (term.weight() != 1) {
      parts.add(TIMES + Description.format(term.weight()));
    }
    term.sampleWeights().ifPresent(w -> parts.add(WEIGHTED + w.input() + " " + w.axes()));
    return String.join(" | ", parts);
  }

  /** The text form: marked where the catalogue would read another loss from it. */
  private static String text(Loss loss) {
    String text = loss.describe();
    return Catalogue.readsAnother(text, Losses::named, loss::equals) ? "own " + text : text;
  }

  static Objective parse(String text) {
    return new Objective(Arrays.stream(text.split(";")).map(ObjectiveText::term).toList());
  }

  private static LossTerm term(String text) {
    String[] parts = text.split("\\|");
    LossTerm term = LossTerm.of(Losses.named(parts[0].strip()));
    for (int i = 1; i < parts.length; i++) {
      term = with(term, parts[i].strip());
    }
    return term;
  }

  private static LossTerm with(LossTerm term, String part) {
    if (part.startsWith(ON)) {
      return term.on(part.substring(ON.length()).strip().split("\\s*,\\s*"));
    }
    if (part.startsWith(AGAINST)) {
      return term.against(part.substring(AGAINST.length()).strip());
    }
    if (part.startsWith(TIMES)) {
      return term.times(Description.parse(part).number(part.substring(TIMES.length()).strip()));
    }
    int axes = part.lastIndexOf(' ');
    if (part.startsWith(WEIGHTED) && axes >= WEIGHTED.length()) {
      return term.weightedBy(
          part.substring(WEIGHTED.length(), axes).strip(),
          Description.parse(part).count(part.substring(axes + 1)));
    }
    throw new CatalogueException(
        "A loss is followed by 'on', 'against', 'times' or 'weighted by', found '" + part + "'");
  }
}
