using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Countersign.Inspector.Crawl;

namespace Countersign.Cli.Commands;

/// <summary>How far <c>crawl</c> goes, and how gently.</summary>
internal sealed class CrawlBoundOptions
{
    private const int UnlimitedConnections = 16;

    private static readonly CrawlOptions Usual = new() { Start = new("http://localhost/") };

    private readonly Option<int> _pages = Count("--max-pages", "Ask for no more pages than these.", Usual.MaxPages, 1_000_000);

    private readonly Option<int> _depth = Count("--max-depth", "Follow no more links than these from the start to a page.", Usual.MaxDepth, 1000);

    private readonly Option<int> _alike = Count("--max-alike", "Follow no more pages than these that are found on each other and differ by numbers alone, as a calendar's.", Usual.MaxAlike, 1_000_000);

    private readonly Option<string?> _time = TimeOptions.Length("--max-time", "End after this time (1h).");

    private readonly Option<string?> _timeout = TimeOptions.Length("--timeout", "How long one answer may take (30s).")
        .Checked(text => TimeOptions.LengthOf(text) is { } length && (length <= TimeSpan.Zero || length > TimeSpan.FromHours(1)) ? "--timeout is longer than nothing and up to 1h." : null);

    private readonly Option<double?> _rate = new Option<double?>("--rate") { Description = "Ask each host this many times a second at most (2).", HelpName = "N" }
        .Checked(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is < 0.01 or > 10_000 ? "--rate lies between 0.01 and 10000." : null);

    private readonly Option<int> _connections = Count("--connections", "Ask the site over this many connections at a time.", Usual.Connections, 64);

    private readonly Option<bool> _unlimited = new("--unlimited") { Description = $"No pauses, and {UnlimitedConnections} connections: for sites of one's own." };

    private readonly Option<bool> _ignoreRobots = new("--ignore-robots") { Description = "Ask for what robots.txt forbids as well, and leave out its pauses: for sites of one's own." };

    private readonly Option<bool> _private = new("--allow-private") { Description = "Ask for assets at addresses of private networks, too." };

    private readonly Option<bool> _own = new("--only-own") { Description = "Ask no other origin, not even for what pages embed." };

    private readonly Option<bool> _noGuesses = new("--no-guesses") { Description = "Ask for nothing that no page names: /favicon.ico, /sitemap.xml, /.well-known/." };

    private readonly Option<string?> _state = new("--state") { Description = "Keep a crawl that does not come to its end in this file, and go on with the one that is there.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _pages, _depth, _alike, _time, _timeout, _rate, _connections, _unlimited, _ignoreRobots, _private, _own, _noGuesses, _state })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Has(_unlimited) && result.Has(_rate))
                result.AddError("--unlimited and --rate are two answers to one question; give one.");
        });
    }

    public CrawlOptions Read(ParseResult parsed, Uri start)
    {
        var isUnlimited = parsed.GetValue(_unlimited);
        return new()
        {
            Start = start,
            MaxPages = parsed.GetValue(_pages),
            MaxDepth = parsed.GetValue(_depth),
            MaxAlike = parsed.GetValue(_alike),
            MaxTime = TimeOptions.LengthOf(parsed.GetValue(_time)) ?? Usual.MaxTime,
            Timeout = TimeOptions.LengthOf(parsed.GetValue(_timeout)) ?? Usual.Timeout,
            Pause = isUnlimited ? TimeSpan.Zero : parsed.GetValue(_rate) is { } rate ? TimeSpan.FromSeconds(1 / rate) : Usual.Pause,
            Connections = isUnlimited && !parsed.CommandResult.Has(_connections) ? UnlimitedConnections : parsed.GetValue(_connections),
            IgnoresRobots = parsed.GetValue(_ignoreRobots),
            AllowsPrivate = parsed.GetValue(_private),
            ChecksOthers = !parsed.GetValue(_own),
            Guesses = !parsed.GetValue(_noGuesses),
            StateFile = parsed.GetValue(_state),
            Version = ProgramVersion.Text,
        };
    }

    private static Option<int> Count(string name, string description, int usual, int most) =>
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" }
            .Checked(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most ? null : $"{name} lies between 1 and {most.ToString(CultureInfo.InvariantCulture)}.");
}
