package io.tributary.cli.command;

import picocli.CommandLine.IVersionProvider;

public final class VersionCommand extends Command implements IVersionProvider {
  public VersionCommand() {
    super("version", "Prints the version of Tributary and of the JVM that runs it.");
  }

  @Override
  public Integer call() {
    out().println(text());
    out().flush();
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  private static String text() {
    return "tributary " + version() + ", Java " + Runtime.version();
  }

  /** Which release this is. */
  public static String version() {
    var version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(from classes)" : version;
  }
}
