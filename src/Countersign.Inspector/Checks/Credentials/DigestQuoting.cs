using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Credentials;

internal sealed class DigestQuoting : CredentialsCheck
{
    public override CheckRow Row { get; } = new(
        "credentials/digest-quoting",
        Severity.Error,
        "Digest credentials quoted the wrong way",
        "Servers of Digest were built to the letter: username, realm, nonce, uri, response, cnonce and opaque are quoted, algorithm, qop and nc are not.",
        new("RFC 7616 §3.4", "MUST"),
        Fault.Client,
        "")
    {
        CallerFix = "Quote as the specification does.",
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view)
    {
        var bare = presented.DigestParams.Where(each => !each.Quoted && IsOneOf(each.Name, "username", "realm", "nonce", "uri", "response", "cnonce", "opaque")).Select(each => each.Name).ToList();
        var quoted = presented.DigestParams.Where(each => each.Quoted && IsOneOf(each.Name, "algorithm", "qop", "nc")).Select(each => each.Name).ToList();
        if (bare.Count > 0)
            yield return FoundIn(presented, exchange, $"{Names.List(bare)} {(bare.Count == 1 ? "has" : "have")} no quotes, and need{(bare.Count == 1 ? "s" : "")} them.");
        if (quoted.Count > 0 && FoundIn(presented, exchange, $"{Names.List(quoted)} {(quoted.Count == 1 ? "has" : "have")} quotes, and may have none.") is var found)
            yield return found.Severity == Severity.Error ? found with { Severity = Severity.Warning } : found;
    }

    private static bool IsOneOf(string name, params ReadOnlySpan<string> names)
    {
        foreach (var each in names)
        {
            if (each.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
