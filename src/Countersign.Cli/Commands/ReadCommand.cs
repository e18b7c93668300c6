using System.CommandLine;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary><c>read challenge|credentials VALUE|-</c>: what a field value says and what is wrong with it.</summary>
internal static class ReadCommand
{
    public static Command Create() => new("read", "Say what the value of an authentication field means, and what is wrong with it.")
    {
        Create(
            "challenge",
            "Read a WWW-Authenticate or Proxy-Authenticate value.",
            static value => ReadJson.Of(ChallengeReader.Read(value)),
            static tooLong => ReadJson.Of(new ChallengesReading(false, [], [tooLong])),
            static (text, value) => text.Show(value, ChallengeReader.Read(value))),
        Create(
            "credentials",
            "Read an Authorization or Proxy-Authorization value.",
            static value => ReadJson.Of(CredentialsReader.Read(value)),
            static tooLong => ReadJson.Of(new CredentialsReading(false, null, [tooLong])),
            static (text, value) => text.Show(value, CredentialsReader.Read(value))),
    };

    private static Command Create(
        string name,
        string description,
        Func<string, ReadAnswer> read,
        Func<WireFault, ReadAnswer> refuse,
        Func<ReadText, string, bool> show)
    {
        var value = new Argument<string>("value")
        {
            Description = "The field value, or - to read one value a line from standard input and to write one JSON object a line.",
        };
        var format = new Option<string>("--format")
        {
            Description = "How to answer.",
            DefaultValueFactory = static _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json");

        var command = new Command(name, description) { value, format };
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

            if (result.GetValue(format) != "json")
                return show(new ReadText(output), given) ? 0 : 1;

            var answer = read(given);
            output.WriteLine(answer.Json);
            return answer.IsValid ? 0 : 1;
        });
        return command;
    }
}
