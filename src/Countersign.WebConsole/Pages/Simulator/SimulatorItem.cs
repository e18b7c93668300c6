using System.Collections.Immutable;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>An address of the simulator, or a twist, as people look for it.</summary>
/// <param name="Name">Its path, or the parameter.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Story">What it does.</param>
internal sealed record SimulatorItem(string Name, SimulatorGroup Group, string Story)
{
    /// <summary>Whether it is a twist.</summary>
    public bool IsTwist { get; init; }

    /// <summary>What the query may say.</summary>
    public ImmutableArray<SimulatorParameter> Parameters { get; init; } = [];

    /// <summary>What can be tried.</summary>
    public ImmutableArray<SimulatorTry> Tries { get; init; } = [];

    /// <summary>All of them: addresses first.</summary>
    public static ImmutableArray<SimulatorItem> All { get; } = [.. SimulatorCatalogue.All.Select(Of), .. TwistCatalogue.All.Select(Of)];

    /// <summary>What words are found in: all of it where they are in its name or story, else those tries that have them. Null for nowhere.</summary>
    public SimulatorItem? Find(IReadOnlyCollection<string> words)
    {
        if (words.All(word => Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Story.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return this;
        var tries = Tries.Where(each => words.All(word => each.Has(word) || Name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToImmutableArray();
        return tries.IsEmpty ? null : this with { Tries = tries, Parameters = [] };
    }

    // The parameters of this one are the twists, which are items themselves.
    private static SimulatorItem Of(SimulatedEndpoint endpoint) => new(endpoint.Path, endpoint.Group, endpoint.Story)
    {
        Parameters = [.. endpoint.Parameters.Where(parameter => TwistCatalogue.Find(parameter.Name) is null)],
        Tries =
        [
            .. endpoint.Visits.SelectMany((visit, number) => visit.Calls.Select((call, place) => new SimulatorTry($"{call.Method} {call.Target}", Place(visit, place), visit.Provokes, SimulatorTrial.QueryOf(endpoint, number, place))))
                .DistinctBy(each => (each.Label, each.Story)),
        ],
    };

    private static string Place(SimulatedVisit visit, int place)
    {
        var credentials = visit.Calls[place].Password is not null ? "answering the challenge" : visit.Calls[place].Fields.Any(field => field.Name == "Authorization") ? "with credentials" : "";
        return visit.Calls.Length == 1 ? credentials : $"{place + 1} of {visit.Calls.Length} {credentials}".TrimEnd();
    }

    private static SimulatorItem Of(Twist twist) => new(twist.Name, twist.Group, twist.Story)
    {
        IsTwist = true,
        Tries = [.. twist.Values.Select(value => new SimulatorTry($"{twist.Name}={value.Value}", value.Story, value.Provokes, SimulatorTrial.QueryOf(twist, value)))],
    };
}
