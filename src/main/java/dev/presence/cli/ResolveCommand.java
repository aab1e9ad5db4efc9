package dev.presence.cli;

import dev.presence.heartbeat.AnswerFile;
import dev.presence.heartbeat.Answering;
import dev.presence.heartbeat.Served;
import dev.presence.heartbeat.StoreView;
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
    Map<String, Integer> minima = new Parts(wiring.settings()).minima();
    AnswerFile.Form form = Answers.form(settings);
    boolean dry = settings.on(Flags.DRY_RUN);
    boolean keeps = !dry && !settings.on(Flags.READ_ONLY);
    AnswerFile file = Answers.file(wiring, form);
    Served served =
        wiring
            .answering()
            .serve(
                new Answering.Wanted(
                    question, file, form, keeps, settings.on(Flags.ACCEPT_REMOVALS)));
    wiring.console().sayAll(served.warnings());
    wiring.console().sayAll(served.resolution().crowds());
    if (keeps && settings.one(Flags.REPORT) != null) {
      Answers.report(wiring, question, served, minima);
    }
    if (served instanceof Served.Fresh fresh) {
      String text =
          dry
              ? Answers.difference(file, form, fresh)
              : file == null || !keeps ? form.of(fresh.answer(), fresh.json()) : "";
      return Printed.raw(Answers.minima(wiring, fresh.answer(), minima), text);
    }
    return unread(wiring.console(), served, file != null || dry, form);
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
