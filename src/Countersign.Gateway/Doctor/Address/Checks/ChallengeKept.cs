using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class ChallengeKept : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "between/challenge",
        "Whether WWW-Authenticate arrives with a 401.",
        "Programs, and browsers that are to show a password dialog, don't learn how to sign in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.Script is not { Status: 401 } script)
            return [];
        var challenges = script.Lines("WWW-Authenticate").Select(challenge => challenge.Split(' ')[0]).ToList();
        return challenges.Count == 0
            ? [Row.Fault($"A 401 of {(script.IsOurs ? "Countersign" : script.Server)} arrives without WWW-Authenticate{(Signs.OfProxy(script) is { } between ? $" ({between})" : "")}.", "Have the proxy pass WWW-Authenticate on: no proxy_hide_header, no page of its own for 401.")]
            : [Row.Ok(string.Create(CultureInfo.InvariantCulture, $"A 401 arrives with {challenges.Count} challenge{(challenges.Count == 1 ? "" : "s")}: {string.Join(", ", challenges)}."))];
    }
}
