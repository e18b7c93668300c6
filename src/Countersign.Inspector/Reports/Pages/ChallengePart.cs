using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>The challenges of an answer, scheme by scheme, as a reader that goes by the RFC reads them.</summary>
internal static class ChallengePart
{
    private static readonly string[] Names = ["WWW-Authenticate", "Proxy-Authenticate"];

    public static Markup Of(Exchange exchange) => exchange.Response is not { } response
        ? Markup.None
        : Markup.Join(Names.Select(name => Of(name, response.Fields.Challenges(name))));

    private static Markup Of(string name, ChallengesReading? reading)
    {
        if (reading is null)
            return Markup.None;
        var faults = Markup.Join(reading.Faults.Select(fault => Markup.Of($"<li>Fault at character {fault.Start + 1}: {fault.Kind}</li>")));
        return Markup.Of($"""
            <h3 class="minor">{name}, as it is read</h3><ul class="tree">{Markup.Join(reading.Challenges.Select(Of))}{faults}</ul>
            """);
    }

    private static Markup Of(Challenge challenge)
    {
        var token68 = challenge.Token68 is { } value ? Markup.Of($"<li><code>{value}</code></li>") : Markup.None;
        return Markup.Of($"<li><b>{challenge.Scheme}</b><ul class=\"tree\">{token68}{Markup.Join(challenge.Params.Select(each => Markup.Of($"<li>{each.Name} = <code>{each.Value}</code></li>")))}</ul></li>");
    }
}
