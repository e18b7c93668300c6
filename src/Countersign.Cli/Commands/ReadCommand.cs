using System.CommandLine;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary><c>read challenge|credentials VALUE|-</c>: what a field value says and what is wrong with it.</summary>
internal static class ReadCommand
{
    public static Command Create() => new CommandWithExamples(
        "read",
        "Say what the value of an authentication field means, and what is wrong with it.",
        "countersign read challenge 'Basic realm=\"x\", Negotiate'",
        "countersign read credentials 'Basic YW5uYTp4' --format json")
    {
        Create(
            "challenge",
            "Read a WWW-Authenticate or Proxy-Authenticate value.",
            ["countersign read challenge 'Digest realm=x, nonce=\"abc\", Basic realm=\"y\"'", "countersign read challenge - < values.txt    # one value a line in, one JSON object a line out"],
            static value => ReadJson.Of(ChallengeReader.Read(value)),
            static tooLong => ReadJson.Of(new ChallengesReading(false, [], [tooLong])),
            static (text, value) => text.Show(value, ChallengeReader.Read(value))),
        Create(
            "credentials",
            "Read an Authorization or Proxy-Authorization value.",
            ["countersign read credentials 'Basic YW5uYTp4'", "countersign read credentials - < values.txt"],
            static value => ReadJson.Of(CredentialsReader.Read(value)),
            static tooLong => ReadJson.Of(new CredentialsReading(false, null, [tooLong])),
            static (text, value) => text.Show(value, CredentialsReader.Read(value))),
    };

    private static CommandWithExamples Create(
        string name,
        string description,
        string[] examples,
        Func<string, ReadAnswer> read,
        Func<WireFault, ReadAnswer> refuse,
        Func<ReadText, string, bool> show)
    {
        var value = new Argument<string>("value")
        {
            Description = "The field value, or - to read one value a line from standard input and to write one JSON object a line.",
        };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(name, description, examples) { value, format };
        command.SetAction(result =>
        {
            var output = result.InvocationConfiguration.Output;
            var given = result.GetRequiredValue(value);
            if (given == "-")
            {
                using var input = new StreamReader(Console.OpenStandardInput());
                ReadLines.Answer(input, output, read, refuse);
                return 0;
            }

            if (!OutputFormat.IsJson(result, format))
                return show(new ReadText(output), given) ? 0 : 1;

            var answer = read(given);
            output.WriteLine(answer.Json);
            return answer.IsValid ? 0 : 1;
        });
        return command;
    }
}
