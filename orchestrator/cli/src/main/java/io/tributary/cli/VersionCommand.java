package io.tributary.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "version",
    description = "Prints the version of Tributary and of the JVM that runs it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(text());
    spec.commandLine().getOut().flush();
  }

  private static String text() {
    var version = VersionCommand.class.getPackage().getImplementationVersion();
    return "tributary "
        + (version == null ? "(from classes)" : version)
        + ", Java "
        + Runtime.version();
  }

  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }
  }
}
