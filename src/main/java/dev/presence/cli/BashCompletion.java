package dev.presence.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Completions for bash, with nothing but what bash itself has, and without starting a process. */
final class BashCompletion {
  private static final String FRAME =
      """
      # Completion of presence(1) for bash; the build makes it from what --help prints.
      _presence() {
        local cur=${COMP_WORDS[COMP_CWORD]} n=$((COMP_CWORD - 1))
        local command=${COMP_WORDS[1]} options= words= kind= begun= prev
        COMPREPLY=()
        # --color=never is three words to bash, and --feed haproxy:app=/etc/x six.
        if [[ $cur == = ]]; then
          cur= n=$COMP_CWORD
        fi
        while [[ ${COMP_WORDS[n]} == [=:] ]]; do
          if [[ ${COMP_WORDS[n - 1]} == -* ]]; then
            n=$((n - 1))
          else
            begun=${begun:-${COMP_WORDS[n]}} n=$((n - 2))
          fi
        done
        prev=${COMP_WORDS[n]}
        if ((COMP_CWORD == 1)); then
          words='COMMANDS'
        else
          case $command in
      OPTIONS      *) return ;;
          esac
          case "$command $prev" in
      VALUES      *)
              if [[ -z $cur || $cur == -* ]]; then words+=" $options"; fi
              [[ $cur != -* ]] || kind=
              ;;
          esac
        fi
        if [[ $kind == beginning ]]; then
          compopt -o nospace 2>/dev/null
          [[ -z $begun ]] || words=
          [[ $begun != = ]] || kind=file
        fi
        case $kind in
          file)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            ;;
          folder)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            ;;
        esac
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$cur")
      }
      complete -F _presence presence
      """;

  static String print() {
    StringBuilder options = new StringBuilder();
    Map<String, List<String>> values = new TreeMap<>();
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      List<String> names = new ArrayList<>();
      for (Flag flag : Flags.concat(command.flags(), command.common().toArray(new Flag[0]))) {
        names.add("--" + flag.name());
        if (flag.argument() != null && !flag.optional()) {
          String value = assignments(Completion.of(command, flag));
          values
              .computeIfAbsent("--" + flag.name() + "\t" + value, any -> new ArrayList<>())
              .add(name);
        }
      }
      String operand = assignments(Completion.ofOperand(command));
      options.append(
          "      %s) options='%s'%s ;;\n"
              .formatted(name, String.join(" ", names), operand.isEmpty() ? "" : " " + operand));
    }
    return FRAME
        .replace("COMMANDS", String.join(" ", Commands.NAMES) + " --help --version")
        .replace("OPTIONS", options)
        .replace("VALUES", cases(values));
  }

  /** A case an option, of every command that takes the same values for it. */
  private static String cases(Map<String, List<String>> values) {
    StringBuilder cases = new StringBuilder();
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      int tab = entry.getKey().indexOf('\t');
      String option = entry.getKey().substring(0, tab);
      String value = entry.getKey().substring(tab + 1);
      List<String> patterns = new ArrayList<>();
      for (String command : entry.getValue()) {
        patterns.add("'" + command + " " + option + "'");
      }
      String pattern =
          isAlone(option, values) ? "*' " + option + "'" : String.join(" | ", patterns);
      cases.append("      %s) kind=%s ;;\n".formatted(pattern, value.isEmpty() ? "words=" : value));
    }
    return cases.toString().replace("kind=words=", "kind= words=").replace("kind=kind=", "kind=");
  }

  /** Whether it takes the same values wherever it is taken. */
  private static boolean isAlone(String option, Map<String, List<String>> values) {
    int count = 0;
    for (String key : values.keySet()) {
      count += key.startsWith(option + "\t") ? 1 : 0;
    }
    return count == 1;
  }

  private static String assignments(Completion completion) {
    return switch (completion.kind()) {
      case NOTHING -> "";
      case WORDS -> "words='" + String.join(" ", completion.words()) + "'";
      case BEGINNINGS -> "kind=beginning words='" + String.join(" ", completion.words()) + "'";
      case FILE -> "kind=file";
      case FOLDER -> "kind=folder";
    };
  }

  private BashCompletion() {}
}
