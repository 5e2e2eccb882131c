package io.tributary.cli;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import picocli.AutoComplete;

final class CompletionCommand extends Command {
  CompletionCommand() {
    super(
        "generate-completion",
        "Prints a script by which bash and zsh complete commands and options.");
    footer("", "For this shell:", "  source <(tributary generate-completion)");
  }

  @Override
  public Integer call() {
    var tributary = spec().root().commandLine();
    out().print(AutoComplete.bash(tributary.getCommandName(), tributary));
    out().flush();
    return ExitCode.OK;
  }
}
