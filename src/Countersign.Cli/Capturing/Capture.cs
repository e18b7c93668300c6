using System.Collections.Immutable;
using System.Globalization;
using Countersign.Cli.Inspecting;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reports;
using Countersign.Lab.Tunnels;

namespace Countersign.Cli.Capturing;

/// <summary>Takes down exchanges as they pass, judges each, and tells of it. Secrets stay behind, unless they are wanted.</summary>
/// <param name="output">Takes what is told.</param>
/// <param name="keepsSecrets">Whether messages are kept as they were.</param>
/// <param name="api">What the API says of itself; null where nobody gave that.</param>
internal sealed class Capture(TextWriter output, bool keepsSecrets, ApiDescription? api)
{
    /// <summary>How many exchanges are kept.</summary>
    public const int MostKept = 5000;

    private const long MostContent = 256L * 1024 * 1024;

    // How far back an exchange is compared with others.
    private const int Window = 60;

    private readonly Lock _gate = new();
    private readonly StoryRecording _taken = new(new());
    private readonly List<Exchange> _exchanges = [];
    private readonly List<StoryLeg> _legs = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _found = new(StringComparer.Ordinal);
    private long _content;
    private int _count;

    /// <summary>How many exchanges passed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>What passed, to be judged as a whole.</summary>
    public Recording Recording()
    {
        lock (_gate)
            return new() { Source = RecordingSource.Proxy, Exchanges = [.. _exchanges] };
    }

    /// <summary>A request and its answer have passed.</summary>
    public void Add(RecordedMessage message) => Add(message, isTunnel: false);

    /// <summary>A tunnel was asked for.</summary>
    public void Tunnel(ConnectHead head, DateTimeOffset at, TimeSpan waited, string? outage) => Add(
        new("CONNECT", new($"https://{head.Authority}/"), at)
        {
            Version = new(1, 1),
            Fields = head.Fields,
            Waited = waited,
            Outage = outage,
            Answer = outage is null ? new(200, "Connection established", [], new(0)) : null,
        }, isTunnel: true);

    /// <summary>A client took the certificate for no good one.</summary>
    public void Untrusted(string authority)
    {
        lock (_gate)
        {
            if (_told.Add("untrusted " + authority))
                Tell($"        {authority}: the client does not trust the certificate of this run, or speaks no TLS that is known here");
        }
    }

    /// <summary>Tells what it came to.</summary>
    public void Sum()
    {
        lock (_gate)
        {
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_count} {(_count == 1 ? "exchange" : "exchanges")}{(_count > MostKept ? $", of which the first {MostKept} were kept" : "")}; {string.Join(", ", _exchanges.GroupBy(each => each.Status).OrderBy(group => group.Key).Select(group => string.Create(CultureInfo.InvariantCulture, $"{(group.Key == 0 ? "no answer" : group.Key)}: {group.Count()}")))}"));
            foreach (var (id, times) in _found)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {id}: {times}"));
            output.Flush();
        }
    }

    /// <summary>Writes what passed.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void WriteTo(string har)
    {
        lock (_gate)
            new HarFile(redaction: null).Write(har, [.. keepsSecrets ? _legs : _exchanges.Select(RecordedAgain.Of)]);
    }

    private void Add(RecordedMessage message, bool isTunnel)
    {
        lock (_gate)
        {
            _count++;
            var leg = new StoryLeg(_count, message) { IsTunnel = isTunnel };
            var exchange = Lean(_taken.Of(leg, _exchanges.Count));
            Tell(Line(exchange));
            if (_exchanges.Count >= MostKept)
            {
                if (_count == MostKept + 1)
                    Tell($"        {MostKept} exchanges are kept; what follows passes, and is not judged any more");
                return;
            }

            _exchanges.Add(exchange);
            if (keepsSecrets)
                _legs.Add(leg);
            foreach (var finding in Judge())
                Tell(finding, exchange);
        }
    }

    // Contents of all exchanges together are bounded, too.
    private Exchange Lean(Exchange exchange)
    {
        _content += exchange.Request!.Content.Octets.Length + (exchange.Response?.Content.Octets.Length ?? 0);
        if (_content <= MostContent)
            return exchange;
        var none = new MessageContent(ReadOnlyMemory<byte>.Empty) { IsWhole = false };
        return exchange with { Request = exchange.Request with { Content = none }, Response = exchange.Response is { } response ? response with { Content = none } : null };
    }

    private List<Finding> Judge()
    {
        ImmutableArray<Exchange> near = [.. _exchanges.TakeLast(Window).Select((each, index) => each with { Index = index })];
        var view = new RecordingView(new() { Source = RecordingSource.Proxy, Exchanges = near }) { Api = api };
        return [.. CheckCatalogue.Judge(near[^1], view)];
    }

    private void Tell(Finding finding, Exchange exchange)
    {
        if (finding.Severity < Severity.Warning)
            return;
        var id = finding.Check.Id;
        _found[id] = _found.GetValueOrDefault(id) + 1;

        // The same of the same server once: pages ask for the same many times over.
        if (_told.Add($"{id} {exchange.Request!.Url?.GetLeftPart(UriPartial.Authority)} {finding.Message}"))
            Tell($"        {ReportWords.Code(finding.Severity)} {id}: {ReportWords.Printable(finding.Message)}");
    }

    private static string Line(Exchange exchange)
    {
        var request = exchange.Request!;
        var answer = exchange.Response is { } response ? response.Status.ToString(CultureInfo.InvariantCulture) : "---";
        var shown = request.Credentials.IsEmpty ? "" : $"  with {string.Join(", ", request.Credentials.Select(each => each.Scheme ?? each.Name).Distinct(StringComparer.Ordinal))}";
        var trouble = exchange.Trouble is { } words ? $"  ({words})" : "";
        return ReportWords.Printable($"{answer}  {request.Method} {(exchange.Role == ExchangeRole.Connect ? request.Target : request.Url?.ToString() ?? request.Target)}{shown}{trouble}");
    }

    private void Tell(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
