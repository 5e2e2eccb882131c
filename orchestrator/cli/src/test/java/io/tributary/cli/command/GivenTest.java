package io.tributary.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

class GivenTest {
  @ParameterizedTest
  @CsvSource({"--home x model card,true", "model card --home x,true", "model card,false"})
  void anInheritedOptionIsGivenWhereverItStands(String line, boolean isGiven) {
    var home =
        OptionSpec.builder("--home")
            .scopeType(ScopeType.INHERIT)
            .paramLabel("DIR")
            .type(String.class)
            .defaultValue("there")
            .build();
    var commands =
        CommandSpec.create()
            .addOption(home)
            .addSubcommand(
                "model", CommandSpec.create().addSubcommand("card", CommandSpec.create()));
    new CommandLine(commands).parseArgs(line.split(" "));

    assertThat(new Given<String>(home).isGiven()).isEqualTo(isGiven);
  }
}
