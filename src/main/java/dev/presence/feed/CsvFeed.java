package dev.presence.feed;

import dev.presence.format.AnswerText;
import dev.presence.model.Answer;
import dev.presence.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header line (RFC 4180). A spreadsheet takes a text that begins with
 * {@code =}, {@code +}, {@code -} or {@code @} for a formula, in East Asia as wide characters too,
 * and a formula can start programs: whoever says such a fact is left out.
 */
final class CsvFeed implements Feed {
  private static final String LINE_END = "\r\n";
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  @Override
  public Rendered render(Answer answer, Wishes wishes) {
    Draft draft = new Draft(wishes);
    draft.add("part,state,id,address,ports,deployment,stacktype,zone,weight");
    for (String fact : wishes.facts()) {
      draft.add("," + cell(fact));
    }
    draft.add(LINE_END);
    for (Map.Entry<String, Answer.Part> part : answer.parts().entrySet()) {
      for (Member member : Member.of(part.getKey(), part.getValue())) {
        line(draft, member);
      }
    }
    return draft.done();
  }

  private static void line(Draft draft, Member member) {
    Peer peer = member.peer();
    String halved = FactText.uncarried(peer);
    if (halved != null) {
      draft.leaveOut(member.part(), peer, FactText.HALVED + halved);
      return;
    }
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(member.part());
    cells.add(member.state());
    cells.add(peer.id().value());
    cells.add(peer.address() == null ? null : peer.address().text());
    cells.add(peer.ports().isEmpty() ? null : AnswerText.ports(peer.ports()));
    cells.add(peer.scope().deployment());
    cells.add(peer.scope().stacktype());
    cells.add(peer.zone());
    cells.add(Integer.toString(peer.weight()));
    for (String fact : draft.wishes().facts()) {
      String value = FactText.of(peer, fact);
      if (peer.facts().get(fact) instanceof String && isFormula(value)) {
        draft.leaveOut(
            member.part(), peer, "has a fact that a spreadsheet takes for a formula: " + fact);
        return;
      }
      cells.add(value);
    }
    for (int i = 0; i < cells.size(); i++) {
      String value = cells.get(i);
      draft.add(i == 0 ? "" : ",").add(value == null ? "" : cell(value));
    }
    draft.add(LINE_END);
  }

  private static boolean isFormula(@Nullable String value) {
    return value != null && !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
  }

  private static String cell(String value) {
    boolean plain = !value.isEmpty(); // An empty text is "", and nothing at all is nothing.
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      plain &= c > ' ' && c != '"' && c != ',' && c != ';';
    }
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }
}
