package dev.presence.cli;

import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.Answering;
import dev.presence.heartbeat.Asking;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.StoreView;
import dev.presence.model.Answer;
import dev.presence.resolve.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The peers of the asked parts, as node attributes JSON. */
final class ResolveCommand implements Command {
  @Override
  public String summary() {
    return "print the peers of the parts this node requires, as node attributes JSON";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> all = new ArrayList<>(Flags.QUESTION);
    all.addAll(Flags.ANSWER);
    all.addAll(Flags.LIFE);
    all.add(Flags.AT);
    return all;
  }

  @Override
  public boolean hasTextAndJson() {
    return false;
  }

  @Override
  public Printed run(Wiring wiring) {
    Settings settings = wiring.settings();
    Question question = new Asked(wiring).question();
    Parts parts = new Parts(settings);
    Map<String, Integer> minima = parts.minima();
    AnswerFile.Form form = Answers.form(wiring, parts);
    String out = Answers.out(settings);
    Outputs.ofAnswer(wiring, out);
    boolean dry = settings.on(Flags.DRY_RUN);
    boolean keeps = !dry && !settings.on(Flags.READ_ONLY) && !wiring.isPast();
    AnswerFile file = wiring.isPast() ? null : Answers.file(wiring, out, form, parts);
    Served served =
        wiring
            .answering()
            .serve(
                new Answering.Wanted(
                    question, file, form, keeps, settings.on(Flags.ACCEPT_REMOVALS)),
                Asking.ALL);
    wiring.console().sayAll(served.warnings());
    wiring.console().sayAll(served.resolution().crowds());
    if (!(served instanceof Served.Unknown)) {
      wiring.console().sayAll(form.leftOut(served.answer()));
    }
    if (keeps && settings.one(Flags.REPORT) != null) {
      Answers.report(wiring, question, served, minima);
    }
    if (served instanceof Served.Fresh fresh) {
      if (isAnyEmpty(fresh.answer())) {
        Views.sayUnplayed(question, served.view(), wiring.console());
      }
      String text =
          dry
              ? Answers.difference(file, form, fresh)
              : file == null || !keeps ? form.of(fresh.answer(), fresh.json()) : "";
      return Printed.raw(Answers.minima(wiring, fresh.answer(), minima), text);
    }
    return unread(wiring.console(), served, file != null || dry, form);
  }

  private static boolean isAnyEmpty(Answer answer) {
    for (Answer.Part part : answer.parts().values()) {
      if (part.peers().isEmpty() && part.draining().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** What was delivered before stands; without a file, what is remembered is printed. */
  private static Printed unread(
      Console console, Served served, boolean delivered, AnswerFile.Form form) {
    if (served instanceof Served.Kept kept) {
      console.say(
          "none of %s could be read, so the last answer is served: mend the store"
              .formatted(names(served)));
      return Printed.raw(ExitCode.NO_STORE, delivered ? "" : form.of(kept.answer(), kept.json()));
    }
    console.say(
        "of %s too little could be read, and too little is remembered, to say who the peers are: mend the store, see 'presence doctor'"
            .formatted(names(served)));
    return Printed.raw(ExitCode.NO_STORE, "");
  }

  private static String names(Served served) {
    List<String> names = new ArrayList<>();
    for (StoreView store : served.view().stores()) {
      names.add(store.store());
    }
    return String.join(", ", names);
  }
}
