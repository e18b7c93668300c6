using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Pages.Live;

/// <summary>Filters as addresses have them.</summary>
internal static class DecisionFilters
{
    /// <summary>What a request asks for. Words that mean nothing filter nothing out.</summary>
    public static DecisionFilter Of(ConsoleRequest request) => new()
    {
        Route = request.Query("route").Trim(),
        Outcome = Enum.TryParse<DecisionOutcome>(request.Query("outcome"), ignoreCase: true, out var outcome) && Enum.IsDefined(outcome) ? outcome : null,
        Reason = request.Query("reason").Trim(),
        Client = request.Query("client").Trim(),
        Path = request.Query("path").Trim(),
    };

    /// <summary>The query of a filter, with its question mark; empty for none.</summary>
    public static string QueryOf(DecisionFilter filter)
    {
        (string Name, string Value)[] all =
        [
            ("route", filter.Route), ("outcome", filter.Outcome is { } outcome ? Word(outcome) : ""), ("reason", filter.Reason), ("client", filter.Client), ("path", filter.Path),
        ];
        var given = all.Where(each => each.Value.Length > 0).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}");
        return string.Join('&', given) is { Length: > 0 } query ? "?" + query : "";
    }

    /// <summary>An outcome in a word.</summary>
    public static string Word(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Admitted => "admitted",
        DecisionOutcome.Challenged => "challenged",
        _ => "refused",
    };
}
