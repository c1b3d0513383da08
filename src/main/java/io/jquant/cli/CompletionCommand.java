package io.jquant.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script for a shell. */
@Command(
        name = "completion",
        description = "Prints a completion script for a shell.",
        customSynopsis = "jquant completion (bash | zsh | fish)",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(jquant completion bash)",
            "  jquant completion zsh > ~/.zsh/completions/_jquant",
            "  jquant completion fish > ~/.config/fish/completions/jquant.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells there are scripts for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell;

    @Override
    public Integer call() {
        common.apply();
        var root = spec.parent().commandLine();
        // picocli's script serves bash, and zsh through bashcompinit, which it calls itself.
        common.out()
                .print(
                        shell == Shell.FISH
                                ? FishCompletion.of(root)
                                : AutoComplete.bash("jquant", root));
        return ExitCode.OK;
    }
}
