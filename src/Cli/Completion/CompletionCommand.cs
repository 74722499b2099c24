using System.CommandLine;
using Cartwright.CommandLine;

namespace Cartwright.Cli.Completion;

/// <summary>The verb `completion`: the script by which a shell completes verbs, options and their values.</summary>
public static class CompletionCommand
{
    // The command line without its first word goes to the program, which knows what may come next.
    private const string Bash = """
        # Completion of cartwright in bash: source <(cartwright completion bash)
        _cartwright() {
          local line="${COMP_LINE:0:COMP_POINT}"
          line="${line#"${COMP_WORDS[0]}"}"
          line="${line# }"
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" \
            -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _cartwright cartwright
        """;

    private const string Zsh = """
        # Completion of cartwright in zsh: source <(cartwright completion zsh)
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
        _cartwright() {
          local line="${BUFFER[1,CURSOR]}"
          line="${${line#*$words[1]}# }"
          local -a found=("${(@f)$("$words[1]" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          if [[ -n "$found[1]" ]]; then compadd -a found; else _files; fi
        }
        compdef _cartwright cartwright
        """;

    private const string Fish = """
        # Completion of cartwright in fish: cartwright completion fish | source
        function __cartwright_complete
            set -l line (commandline -cp | string replace -r '^\s*\S+ ?' '')
            cartwright "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c cartwright -a '(__cartwright_complete)'
        """;

    private static readonly Dictionary<string, string> _scripts = new()
    {
        ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish,
    };

    public static Command CreateCommand()
    {
        var shell = new Argument<string>("shell") { Description = "The shell." };
        shell.AcceptOnlyFromAmong([.. _scripts.Keys]);
        var command = new Command("completion", "Print the script by which a shell completes the words of a command.")
        {
            shell,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                _scripts[parsed.GetRequiredValue(shell)].AsMemory(), cancellation);
            return CommandLineRun.Success;
        });
        return command;
    }
}
