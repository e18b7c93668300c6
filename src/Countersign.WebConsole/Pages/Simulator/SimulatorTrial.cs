using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Twists;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Pages.Playground;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>Requests to the simulator beside the console, named by what they show: so there are no credentials in an address.</summary>
internal static class SimulatorTrial
{
    /// <summary>The query that names a call of a visit.</summary>
    public static string QueryOf(SimulatedEndpoint endpoint, int visit, int call) =>
        string.Create(CultureInfo.InvariantCulture, $"?at={Uri.EscapeDataString(endpoint.Path)}&visit={visit}&call={call}");

    /// <summary>The query that names a value of a twist.</summary>
    public static string QueryOf(Twist twist, TwistValue value) => $"?twist={twist.Name}&value={Uri.EscapeDataString(value.Value)}";

    /// <summary>The request that a query names; null for none.</summary>
    public static async Task<PresetRequest?> FindAsync(ConsoleRequest console)
    {
        if (Find(console) is not { } trial)
            return null;
        var server = await LabBeside.Of(console).StartAsync(console.Cancel);

        // A link of another site asks for nothing, not even of the simulator.
        var before = console.IsOwn ? trial.Before : [];
        var steps = new TrialSteps(server.Url, console.Options.Clock);
        var exchanges = await steps.AskAsync(before, console);
        return new(steps.RequestOf(trial.Last, trial.Times), trial.Story, IsSent: true) { Before = exchanges, Marks = steps.Marks, First = trial.First is { } first ? steps.RequestOf(first) : null };
    }

    private static Trial? Find(ConsoleRequest console)
    {
        if (TwistCatalogue.Find(console.Query("twist")) is { } twist && twist.Values.FirstOrDefault(each => each.Value == console.Query("value")) is { } value)
            return Of(twist, value);
        if (SimulatorCatalogue.All.FirstOrDefault(each => each.Path == console.Query("at")) is not { } endpoint)
            return null;
        var (visits, isNumber) = (endpoint.Visits, int.TryParse(console.Query("visit"), NumberStyles.None, CultureInfo.InvariantCulture, out var number));
        if (!isNumber || number >= visits.Length || !int.TryParse(console.Query("call"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= visits[number].Calls.Length)
            return null;
        return new(visits[number].Calls[place], StoryOf(endpoint.Story, visits[number].Provokes)) { Before = visits[number].Calls[..place] };
    }

    private static Trial Of(Twist twist, TwistValue value)
    {
        var mark = value.At.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var asked = new SimulatedCall(value.Method, $"{value.At}{mark}{twist.Name}={Uri.EscapeDataString(value.Value)}") { Fields = value.Fields, Content = value.Content, Host = value.Host, Proves = value.Proves };
        var call = value.Authorization is { } credentials ? asked.With("Authorization", credentials) : asked;
        return new(value.Answers > 0 ? call.Answering(value.Password) : call, StoryOf($"{twist.Name}={value.Value}: {value.Story}", value.Provokes))
        {
            Before = value.Before,
            First = value.AskedFirst ? asked : null,
            Times = value.Answers > 0 ? value.Answers : value.Times,
        };
    }

    private static string StoryOf(string story, ImmutableArray<string> provokes) => provokes.IsEmpty ? story : $"{story} The inspector finds {string.Join(", ", provokes)}.";

    private sealed record Trial(SimulatedCall Last, string Story)
    {
        public ImmutableArray<SimulatedCall> Before { get; init; } = [];

        // Some things are seen in the difference alone.
        public SimulatedCall? First { get; init; }

        public int Times { get; init; } = 1;
    }
}
