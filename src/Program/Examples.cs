using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cartwright.Program;

/// <summary>The examples below the help of each verb.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> _ofVerbs = new()
    {
        ["serve"] =
        [
            "serve --urls http://127.0.0.1:9000 --data /var/lib/shop --reply final",
            "serve --roles order --postgres-order-file /run/secrets/order --kafka broker:9092",
        ],
        ["config"] = ["config", "config --config shop.json --json"],
        ["migrate"] = ["migrate --postgres-order-file /run/secrets/order", "migrate --config shop.json --status"],
        ["topics"] =
        [
            "topics --kafka broker:9092 --kafka-replication 3",
            "topics --kafka broker:9092 --acls --principal order=User:shop-order --principal events=User:shipping",
        ],
        ["cluster"] = ["cluster up --detach", "cluster status", "cluster down"],
        ["cluster up"] =
        [
            "cluster up --order 2 --stock 2 --payment 2",
            "cluster up --data /var/tmp/cluster --postgres ha --kafka 3 --detach",
        ],
        ["cluster status"] = ["cluster status", "cluster status --data /var/tmp/cluster --json"],
        ["cluster kill"] = ["cluster kill stock-1", "cluster kill kafka-1 --leave-down"],
        ["cluster stop"] = ["cluster stop kafka-1"],
        ["cluster start"] = ["cluster start kafka-1"],
        ["cluster down"] = ["cluster down", "cluster down --data /var/tmp/cluster"],
        ["certificates"] =
        [
            "certificates trial gateway order stock payment",
            "certificates trial gateway --host shop.example --days 30",
        ],
        ["check"] = ["check", "check --cluster cluster --rounds 20"],
        ["load"] = ["load --seconds 30 --connections 64", "load --workload scarce --rate 500"],
        ["verify"] = ["verify", "verify --cluster cluster --json"],
        ["torture"] =
        [
            "torture --cluster cluster --minutes 20 --seed 7", "torture --cluster cluster --faults kill,freeze",
        ],
        ["backup"] = ["backup /var/backups/shop.db", "backup /var/backups/shop --cluster cluster"],
        ["restore"] = ["restore /var/backups/shop --cluster cluster", "restore /var/backups/shop --config shop.json"],
        ["openapi"] = ["openapi"],
        ["completion"] = ["completion bash", "completion fish"],
        ["key"] = ["key new backend --scopes orders,stock"],
        ["key new"] = ["key new backend --scopes orders,stock", "key new till --scopes payment"],
        ["parked"] = ["parked list", "parked list --cluster cluster"],
        ["messages"] = ["messages tail --cluster cluster"],
        ["messages tail"] =
        [
            "messages tail --cluster cluster --order 117674531904946184",
            "messages tail stock --kafka broker:9092 --limit 100 --follow",
        ],
        ["saga"] = ["saga list", "saga show 117674531904946184"],
        ["saga list"] = ["saga list --stuck", "saga list --state failed --limit 10 --json"],
        ["saga show"] = ["saga show 117674531904946184 --follow", "saga show 117674531904946184 --cluster cluster"],
        ["saga push"] = ["saga push 117674531904946184 --reason \"stock is back\" --cluster cluster"],
        ["parked list"] = ["parked list --json", "parked list --cluster cluster"],
        ["parked show"] = ["parked show stock-taken.v1/117674531904946184"],
        ["parked replay"] = ["parked replay take-stock.v1/117674531904946184 --cluster cluster"],
        ["parked return"] = ["parked return stock-taken.v1/117674531904946184 --reason restored"],
        ["parked drop"] = ["parked drop take-stock.v1/117674531904946184 --cluster cluster"],
    };

    /// <summary>Adds them to the help of every verb.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        }
    }

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => _ofVerbs.Values.SelectMany(examples => examples);

    /// <summary>The examples of a verb.</summary>
    public static IReadOnlyList<string> ExamplesOf(Command verb) => _ofVerbs.GetValueOrDefault(PathOf(verb), []);

    private static string PathOf(Command verb) =>
        verb.Parents.OfType<Command>().FirstOrDefault() is { } above and not RootCommand
            ? $"{PathOf(above)} {verb.Name}"
            : verb.Name;

    private sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var status = help.Invoke(parseResult);
            var examples = ExamplesOf(parseResult.CommandResult.Command);
            if (examples.Count > 0)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  cartwright {example}");
                }

                output.WriteLine();
            }

            return status;
        }
    }
}
