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
internal sealed partial class FrameworkSite(RealServer server) : IAsyncDisposable
{
    private const int Patience = 60_000;

    /// <summary>Whether the remedies are told apart by the name of the host, and not by the path.</summary>
    public bool IsByHost { get; init; }

    /// <summary>A file that says at which port each is; null where all are at one.</summary>
    public string? Ports { get; init; }

    /// <summary>The remedies that a framework has a snippet for.</summary>
    public static IEnumerable<Remedy> RemediesOf(Framework framework) => Remedy.All.Where(remedy => OwnerSnippets.Of(remedy, framework) is not null);

    /// <summary>The text of a site, with the snippets in the places that are named for them.</summary>
    public static string Text(string file, Framework framework)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "EndToEnd.Tests", "Fixes", "Sites", file));
        Assert.Empty(RemediesOf(framework).Select(remedy => remedy.Name).Except(Place().Matches(text).Select(place => place.Groups["name"].Value)));
        return Place().Replace(text, place =>
        {
            var snippet = OwnerSnippets.Of(Remedy.All.Single(remedy => remedy.Name == place.Groups["name"].Value), framework)!;
            return string.Join('\n', PartOf(snippet, place.Groups["part"].Value).Select(line => line.Length == 0 ? line : place.Groups["indent"].Value + line));
        });
    }

    /// <summary>What the inspector makes of the site's answers to the requests of a remedy, and the answers.</summary>
    /// <param name="when"><c>before</c> or <c>after</c>.</param>
    /// <param name="remedy">The remedy.</param>
    /// <param name="probes">The requests.</param>
    public async Task<(Countersign.Inspector.Inspection Inspection, List<string> Answers)> TryAsync(string when, Remedy remedy, IEnumerable<Probe> probes)
    {
        var (transcript, answers) = (new StringBuilder(), new List<string>());
        foreach (var probe in probes)
        {
            var (line, fields) = probe.Request.Split('\n', 2) is [var first, var rest] ? (first, rest + "\n") : (probe.Request, "");
            var (method, path) = (line.Split(' ')[0], line.Split(' ')[1]);
            var (host, prefix) = IsByHost ? ($"{when}-{remedy.Name}.example.org", "") : ("api.example.org", $"/{when}/{remedy.Name}");
            var answer = await AskAsync(PortOf($"{when}/{remedy.Name}"), $"{method} {prefix}{path} HTTP/1.1\nHost: {host}\nX-Forwarded-Proto: https\n{fields}Connection: close\n\n");
            answers.Add(answer);

            // The sites are what stands behind a proxy that ends TLS.
            transcript.Append(CultureInfo.InvariantCulture, $"{method} https://api.example.org{path} HTTP/1.1\nHost: api.example.org\n{fields}\n{answer}\n\n");
        }

        return (Countersign.Inspector.Inspection.Of(RawHttpReader.Read(transcript.ToString())), answers);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    // A snippet for a file with parts says before each which one it belongs to.
    private static IEnumerable<string> PartOf(string snippet, string part)
    {
        var isIn = part.Length == 0;
        foreach (var line in snippet.Split('\n'))
        {
            if (line.StartsWith("# in ", StringComparison.Ordinal))
                isIn = part.Length == 0 || line.StartsWith($"# in {part}:", StringComparison.Ordinal);
            if (isIn)
                yield return line;
        }
    }

    // Where each has a port of its own, the site says which.
    private int PortOf(string place) => Ports is null ? server.Port
        : int.Parse(File.ReadLines(Ports).Single(line => line.StartsWith(place + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static async Task<string> AskAsync(int port, string request)
    {
        using var client = new TcpClient("127.0.0.1", port);
        client.ReceiveTimeout = Patience;
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("\n", "\r\n", StringComparison.Ordinal)));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd();
    }

    [GeneratedRegex(@"(?m)^(?<indent> *|\t*)(//|#): (?<name>[a-z-]+)( (?<part>http|server))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
