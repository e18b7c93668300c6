using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.EndToEnd.Client;
using Countersign.Inspector;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Reading;
using Xunit;

namespace Countersign.EndToEnd.Fixes;

/// <summary>A smallest site in a framework, of Sites: below <c>/before</c> with faults, below <c>/after</c> with the snippets that owners are shown.</summary>
internal sealed partial class FrameworkSite(RealServer server, Framework framework) : IAsyncDisposable
{
    private const int Patience = 60_000;

    /// <summary>The remedies that the framework has a snippet for.</summary>
    public IEnumerable<Remedy> Remedies => Remedy.All.Where(remedy => OwnerSnippets.Of(remedy, framework) is not null);

    /// <summary>The text of a site, with the snippets in the places that are named for them.</summary>
    public static string Text(string file, Framework framework)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Fixes", "Sites", file));
        var missing = Remedy.All.Where(remedy => OwnerSnippets.Of(remedy, framework) is not null).Select(remedy => remedy.Name).Except(Place().Matches(text).Select(place => place.Groups["name"].Value));
        Assert.Empty(missing);
        return Place().Replace(text, place =>
        {
            var snippet = OwnerSnippets.Of(Remedy.All.Single(remedy => remedy.Name == place.Groups["name"].Value), framework)!;
            return string.Join('\n', snippet.Split('\n').Select(line => line.Length == 0 ? line : place.Groups["indent"].Value + line));
        });
    }

    /// <summary>What the inspector makes of the site's answers to the requests of a remedy, and the answers.</summary>
    /// <param name="when"><c>before</c> or <c>after</c>.</param>
    /// <param name="remedy">The remedy.</param>
    /// <param name="probes">The requests.</param>
    public async Task<(Inspection Inspection, List<string> Answers)> TryAsync(string when, Remedy remedy, IEnumerable<Probe> probes)
    {
        var (transcript, answers) = (new StringBuilder(), new List<string>());
        foreach (var probe in probes)
        {
            var (line, fields) = probe.Request.Split('\n', 2) is [var first, var rest] ? (first, rest + "\n") : (probe.Request, "");
            var (method, path) = (line.Split(' ')[0], line.Split(' ')[1]);
            var answer = await AskAsync($"{method} /{when}/{remedy.Name}{path} HTTP/1.1\nHost: api.example.org\nX-Forwarded-Proto: https\n{fields}Connection: close\n\n");
            answers.Add(answer);

            // The sites are what stands behind a proxy that ends TLS.
            transcript.Append(CultureInfo.InvariantCulture, $"{method} https://api.example.org{path} HTTP/1.1\nHost: api.example.org\n{fields}\n{answer}\n\n");
        }

        return (Inspection.Of(RawHttpReader.Read(transcript.ToString())), answers);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient("127.0.0.1", server.Port);
        client.ReceiveTimeout = Patience;
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("\n", "\r\n", StringComparison.Ordinal)));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd();
    }

    [GeneratedRegex(@"(?m)^(?<indent> *|\t*)(//|#): (?<name>[a-z-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
