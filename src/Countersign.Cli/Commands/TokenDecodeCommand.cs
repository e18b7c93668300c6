using System.CommandLine;
using Countersign.Gateway.TokenTools;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Tokens;

namespace Countersign.Cli.Commands;

/// <summary><c>token decode</c>: what a token says of itself, in plain words.</summary>
internal static class TokenDecodeCommand
{
    public static Command Create()
    {
        var file = TokenSource.Argument();
        var date = new Option<string?>("--date") { Description = "The Date field of a server's answer that came just now: times are told by its clock as well.", HelpName = "HTTP-DATE" }
            .Checked(text => HttpDate.Read(text) is null ? "--date is not an HTTP-date, such as 'Sun, 22 Nov 2026 05:00:00 GMT'." : null);
        var against = new Option<string?>("--against") { Description = "Ask this server for its Date by a HEAD request, without the token.", HelpName = "URL" }
            .Checked(text => AddressOf(text) is null ? "--against is not a whole http or https URL." : null);
        var full = new Option<bool>("--full") { Description = "Print the token itself as well." };
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "decode",
            "Say in plain words what a token claims, and where it is broken. Nothing is verified, and the token is not printed. "
                + "An Authorization field, quotes and blanks around the token are taken off.",
            "countersign token decode < token.txt",
            "countersign token decode token.txt --against https://api.example.org/",
            "countersign token decode --date 'Sun, 22 Nov 2026 05:00:00 GMT' --format json < token.txt")
        {
            file, date, against, full, format,
        };
        command.Validators.Add(result =>
        {
            if (result.Has(date) && result.Has(against))
                result.AddError("--date and --against are two answers to one question; give one.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var (token, output) = (TokenSource.Read(parsed, file), parsed.InvocationConfiguration.Output);
            var server = await DateOf(parsed.GetValue(date), parsed.GetValue(against), parsed.InvocationConfiguration.Error, cancel);
            var decoded = TokenDecoder.Decode(token.Text, new(TimeProvider.System.GetUtcNow(), server));
            var whole = parsed.GetValue(full) ? token.Text : null;
            if (OutputFormat.IsJson(parsed, format))
                CommandJson.Write(json => DecodedTokenJson.Write(json, decoded, token.TakenOff, whole));
            else
                DecodedTokenText.Write(output, decoded, token.TakenOff, whole);
            return decoded.IsReadable ? 0 : 1;
        });
        return command;
    }

    private static async Task<DateTimeOffset?> DateOf(string? date, string? against, TextWriter problems, CancellationToken cancel)
    {
        if (date is not null)
            return HttpDate.Read(date);
        if (against is null)
            return null;
        var answer = await ServerDate.AskAsync(AddressOf(against)!, cancel);
        if (answer.Failure is { } failure)
            await problems.WriteLineAsync($"countersign: the clock of {against} is not known: {failure}");
        return answer.Value;
    }

    private static Uri? AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
