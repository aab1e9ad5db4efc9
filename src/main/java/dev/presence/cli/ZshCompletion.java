package dev.presence.cli;

import java.util.List;
import java.util.Objects;

/** Completions for zsh. */
final class ZshCompletion {
  private static final String FRAME =
      """
      #compdef presence
      # Completion of presence(1) for zsh; the build makes it from what --help prints.
      _presence() {
        local curcontext=$curcontext state line ret=1
        typeset -A opt_args
        local -a commands
        commands=(
      COMMANDS  )
        _arguments -C \\
          '(- *)'{-h,--help}'[all commands]' \\
          '(- *)--version[the version]' \\
          '1: :->command' \\
          '*:: :->rest' && ret=0
        case $state in
          command)
            _describe -t commands 'command' commands && ret=0
            ;;
          rest)
            case $words[1] in
      CASES      esac
            ;;
        esac
        return ret
      }
      # Found by its name in fpath, or read by a shell that has no such folder.
      if [[ $funcstack[1] == _presence ]]; then
        _presence "$@"
      else
        compdef _presence presence
      fi
      """;

  static String print() {
    StringBuilder commands = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    for (String name : Commands.NAMES) {
      Command command = Objects.requireNonNull(Commands.named(name));
      commands.append("    ").append(quoted(name + ":" + command.summary())).append('\n');
      cases.append("        ").append(name).append(")\n          _arguments");
      append(cases, command, command.flags());
      append(cases, command, command.common());
      String operand = command.operands();
      if (!operand.isEmpty()) {
        String bare = operand.replace("[", "").replace("]", "").replace("...", "");
        String place = operand.endsWith("...") ? "*:" : operand.startsWith("[") ? "1::" : "1:";
        line(cases, place + bare + ":" + action(Completion.ofOperand(command)));
      }
      cases.append(" && ret=0\n          ;;\n");
    }
    return FRAME.replace("COMMANDS", commands).replace("CASES", cases);
  }

  private static void append(StringBuilder cases, Command command, List<Flag> flags) {
    for (Flag flag : flags) {
      boolean isValued = flag.argument() != null;
      StringBuilder spec = new StringBuilder(flag.repeatable() ? "*" : "");
      spec.append("--").append(flag.name()).append(isValued ? "=" : "");
      spec.append('[').append(bracketed(flag.description())).append(']');
      if (isValued) {
        String name = String.valueOf(flag.argument()).replace("[", "").replace("]", "");
        spec.append(flag.optional() ? "::" : ":").append(name).append(':');
        spec.append(action(Completion.of(command, flag)));
      }
      line(cases, spec.toString());
    }
  }

  private static void line(StringBuilder cases, String spec) {
    cases.append(" \\\n            ").append(quoted(spec));
  }

  /** A blank is a value that only the person knows. */
  private static String action(Completion completion) {
    return switch (completion.kind()) {
      case NOTHING -> " ";
      case WORDS -> "(" + String.join(" ", completion.words()) + ")";
      case BEGINNINGS ->
          "{if compset -P \"*=\"; then _files; else compadd -S \"\" -- %s; fi}"
              .formatted(String.join(" ", completion.words()));
      case FILE -> "_files";
      case FOLDER -> "_files -/";
    };
  }

  private static String bracketed(String text) {
    return text.replace("[", "\\[").replace("]", "\\]");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private ZshCompletion() {}
}
