using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class ScopeMissing : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/scope-missing",
        Severity.Warning,
        "The token lacks a scope that the API describes",
        "A token opens what its scopes name. The server may word the refusal in any way.",
        OpenApi,
        Fault.Client,
        "")
    {
        Explains = true,
    };

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (!operation.IsProtected || exchange.Status is not (401 or 403) || exchange.Request!.Credentials.FirstOrDefault(each => each.Token is { Claims.IsEmpty: false }) is not { Token: { } token } sent)
            yield break;
        var has = ScopesOf(token);
        if (has is null || operation.Security!.Value.Any(each => each.Parts.All(part => part.Scopes.All(has.Contains))))
            yield break;
        var lacking = operation.Security.Value.SelectMany(each => each.Parts).SelectMany(part => part.Scopes).Where(scope => !has.Contains(scope)).Distinct(StringComparer.Ordinal).ToList();
        yield return Found($"{operation.Words} wants the scope {string.Join(" ", lacking)} by its description; the token has {(has.Count == 0 ? "none" : string.Join(" ", has))}.", CredentialsCheck.At(sent, exchange), Seen.Status(exchange)) with
        {
            Certainty = Certainty.Likely,
            CallerFix = $"Get a token with the scope {string.Join(" ", lacking)}.",
        };
    }

    // RFC 9068 §2.2.3; others write an array, or scp.
    private static HashSet<string>? ScopesOf(TokenFacts token)
    {
        foreach (var name in (ReadOnlySpan<string>)["scope", "scp"])
        {
            if (!token.Claims.TryGetValue(name, out var claim))
                continue;
            if (claim.ValueKind == System.Text.Json.JsonValueKind.String)
                return [.. claim.GetString()!.Split(" ", StringSplitOptions.RemoveEmptyEntries)];
            if (claim.ValueKind == System.Text.Json.JsonValueKind.Array)
                return [.. claim.EnumerateArray().Select(each => each.ToString())];
        }

        return null;
    }
}
