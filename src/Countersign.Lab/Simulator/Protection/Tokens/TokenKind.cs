using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Provider;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>A scheme whose credentials are access tokens of the built-in provider, verified by its published keys.</summary>
/// <param name="place">What the address wants.</param>
internal abstract class TokenKind(TokenPlace place) : SchemeKind
{
    /// <summary>What the place of the metadata of a resource begins with (RFC 9728 §3.1).</summary>
    public const string MetadataPath = "/.well-known/oauth-protected-resource";

    private const int Longest = 24 * 3600;

    /// <summary>The parameters that Bearer and DPoP have alike.</summary>
    protected ImmutableArray<SimulatorParameter> Common =>
    [
        LoginParameters.Realm,
        new("scope", "The scopes that are needed, with blanks between them.", place.Scope),
        new("audience", "What aud has to be; by default this address or the whole simulator."),
        new("acr", "How strongly the person must have signed in: acr values with blanks between them (RFC 9470 §3)."),
        new("max-age", "How many seconds ago that may be at most (RFC 9470 §3)."),
        new("leeway", "How many seconds the provider's clock may be off.", "0"),
        new("iat", "strict refuses tokens whose iat lies in the future."),
    ];

    public override Refusal Worn => Refusal.BearerTokenRevoked;

    public override string? FaultOf(SimulatedRequest request)
    {
        if (base.FaultOf(request) is { } fault)
            return fault;
        foreach (var name in (string[])["max-age", "leeway"])
        {
            if (ValueOf(request, name) is { Length: > 0 } text && Seconds(text) is null)
                return $"{name} is a number of seconds.";
        }

        if (ValueOf(request, "scope").Split(' ').Any(scope => scope.Any(letter => letter is < '!' or > '~' or '"' or '\\')))
            return "The scope holds characters that no scope has (RFC 6749 §3.3).";
        if (ValueOf(request, "acr").Any(letter => letter is < ' ' or > '~'))
            return "The acr holds characters that no field has.";
        return ValueOf(request, "iat") is "" or "strict" ? null : "iat is strict, or not there.";
    }

    /// <summary>What the address is as a resource (RFC 9728 §1.2): the address that was asked for.</summary>
    public static string ResourceOf(SimulatedRequest request) => ProviderPlace.Of(request).Origin + ProviderPlace.TargetOf(request);

    public override AccessPolicy Demand(SimulatedRequest request, AccessPolicy policy)
    {
        var acr = Words(request, "acr");
        var age = Seconds(ValueOf(request, "max-age"));
        return policy with
        {
            Scopes = Words(request, "scope"),
            SignIn = acr.IsEmpty && age is null ? policy.SignIn : new(acr, age is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            ResourceMetadata = place.IsForProvider ? null : ProviderPlace.Of(request).Origin + MetadataPath + ProviderPlace.TargetOf(request),
        };
    }

    public override RequestChange Fix(SimulatedRequest request) => new(RequestChangeKind.SetField, "Authorization", $"{Scheme} $TOKEN");

    /// <summary>The scheme's name.</summary>
    protected abstract string Scheme { get; }

    /// <summary>What is let in, in words.</summary>
    public override string Expected(SimulatedRequest request)
    {
        var (scopes, query) = (ValueOf(request, "scope"), "");
        if (scopes.Length > 0)
            query = $"?scope={Uri.EscapeDataString(scopes)}";
        return $"an access token of {ProviderPlace.Of(request).Issuer}{(scopes.Length > 0 ? $" with the scope {scopes}" : "")} by {Scheme}, such as /idp/mint{query} gives";
    }

    /// <summary>Who judges tokens.</summary>
    protected ITokenJudge Judge(SimulatedRequest request)
    {
        var at = ProviderPlace.Of(request);
        var resource = ResourceOf(request);
        var provider = request.State.Provider;
        var rules = new TokenRules
        {
            Audiences = place.IsForProvider ? [] : ValueOf(request, "audience") is { Length: > 0 } audience ? [audience] : [at.Origin, $"{at.Origin}/", resource, resource.Split('?')[0]],
            Leeway = TimeSpan.FromSeconds(Seconds(ValueOf(request, "leeway")) ?? 0),
            RefuseFutureIssuedAt = ValueOf(request, "iat") == "strict",
        };
        return new CountedTokens(provider.Judge(at, request.Client, rules), provider);
    }

    private ImmutableArray<string> Words(SimulatedRequest request, string name) => [.. ValueOf(request, name).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static int? Seconds(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest ? seconds : null;
}
