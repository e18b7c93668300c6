using System.CommandLine;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign request [METHOD] URL</c>: sends a request as the client does, and tells of each message what it meant.</summary>
internal static class RequestCommand
{
    public static Command Create()
    {
        var request = new RequestOptionSet();
        var result = new RequestOutputOptions();
        var command = new CommandWithExamples(
            "request",
            "Send a request, answer its challenges, and tell of each message what it meant and what became of it. "
                + "The story goes to the standard error, the content of the last answer to the standard output. Ends with 0 for an answer below 400, else with 1.",
            "countersign request https://api.example.org/orders                          # why 401, and what it takes",
            "countersign request --auth anna https://api.example.org/orders              # Basic or Digest; asks for the password",
            "countersign request --token @token.txt PATCH https://api.example.org/orders/7 state=sent price:=12.5",
            "countersign request --key env:API_KEY https://api.example.org/orders 'Accept-Language:de' page==2 | jq .",
            "countersign request --no-reauth -v https://api.example.org/orders           # one message, all fields",
            "countersign request --auth anna --har 401.har https://api.example.org/      # all messages, without secrets",
            "countersign request --auth anna --curl https://api.example.org/orders       # the same for curl; sends nothing");
        request.AddTo(command);
        result.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(result.Curl))
            {
                var order = request.Read(parsed, asksForPassword: parsed.GetValue(result.CurlSecrets));
                await parsed.InvocationConfiguration.Output.WriteAsync(CurlLine.Write(order, parsed.GetValue(result.CurlSecrets)));
                return 0;
            }

            // The first message has no password in it, unless nothing else is to follow.
            var asksForPassword = !parsed.GetValue(result.Offline) || request.IsBare(parsed);
            return await RunAsync(request.Read(parsed, asksForPassword), result, parsed, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(RequestOrder order, RequestOutputOptions result, ParseResult parsed, CancellationToken cancel)
    {
        var redaction = Redaction.For(order);
        var isOffline = parsed.GetValue(result.Offline);
        if (!isOffline)
            result.CheckFiles(parsed);
        var teller = isOffline ? null : result.Teller(parsed, redaction, order);
        var story = new ExchangeStory(redaction, teller, TimeProvider.System);
        try
        {
            if (isOffline)
            {
                using var nowhere = new OfflineNetwork();
                await RequestRun.SendAsync(order, nowhere, story, TimeProvider.System, cancel);
                OfflineText.Write(parsed.InvocationConfiguration.Output, story.Legs[0].Message, redaction);
                return 0;
            }

            using var network = RequestRun.Network(order);
            var outcome = await RequestRun.SendAsync(order, network, story, TimeProvider.System, cancel);
            using var response = outcome.Response;
            return await result.ShowAsync(parsed, order, outcome, redaction, teller, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new CommandFailure("stopped before the answer was complete.");
        }
        finally
        {
            if (!isOffline && parsed.GetValue(result.Har) is { } har)
            {
                story.LearnContents();
                new HarFile(parsed.GetValue(result.HarSecrets) ? null : redaction).Write(har, story.Legs);
            }
        }
    }
}
