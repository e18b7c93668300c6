using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Provider.Grants;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>
/// Reads what tokens are to be like: from the query where they are made on demand, and from scopes such as <c>sim:life=5</c> where clients get them as they
/// always do, since every client can be told a scope.
/// </summary>
internal static class TokenWishes
{
    /// <summary>What such scopes begin with.</summary>
    public const string ScopePrefix = "sim:";

    private const int Most = 1_000_000_000;

    /// <summary>The parameters.</summary>
    public static ImmutableArray<TokenWishParameter> Parameters { get; } =
    [
        new("sub", "Whom the token is about.", (wish, value) => wish with { Subject = value }, "anna"),
        new("client_id", "The client that it is given to.", (wish, value) => wish with { ClientId = value }, "playground"),
        new("scope", "What it may be used for, with blanks between.", (wish, value) => wish with { Scopes = [.. wish.Scopes, .. value.Split(' ', StringSplitOptions.RemoveEmptyEntries)] }),
        new("aud", "Whom it is for; the whole simulator unless said otherwise.", (wish, value) => wish with { Audience = value }),
        new("life", "How many seconds it counts.", (wish, value) => Number(value, 1) is { } life ? wish with { Life = life } : null, "300"),
        new("uses", "For how many requests it counts; then it is refused as expired, whatever its exp says.", (wish, value) => Number(value, 1) is { } uses ? wish with { Uses = uses } : null),
        new("revoked-after", "After how many requests it is revoked.", (wish, value) => Number(value, 0) is { } uses ? wish with { RevokedAfter = uses } : null),
        new("flaw", $"What is wrong with it: {string.Join(", ", TokenFlaws.All.Select(flaw => flaw.Name))}.", (wish, value) => TokenFlaw.Find(value) is { } flaw ? wish with { Flaw = flaw } : null),
        new("alg", "What signs it: ES256 or RS256.", (wish, value) => ProviderKeys.Algorithms.FirstOrDefault(each => each.Name == value) is { } algorithm ? wish with { Algorithm = algorithm } : null, "ES256"),
        new("form", "jwt, or opaque for one that only the provider can read (RFC 7662).", (wish, value) => value is "jwt" or "opaque" ? wish with { IsOpaque = value == "opaque" } : null, "jwt"),
        new("jkt", "The thumbprint of the key that it is bound to (RFC 9449 §6.1).", (wish, value) => wish with { Thumbprint = value }),
        new("acr", "How strongly the person signed in (RFC 9470 §6.1).", (wish, value) => wish with { Acr = value }),
        new("auth-age", "How many seconds ago that was.", (wish, value) => Number(value, 0) is { } age ? wish with { SignedInAgo = age } : null),
        new("dpop-nonce", "required: proofs at the token endpoint need a nonce (RFC 9449 §8).", (wish, value) => value == "required" ? wish with { NeedsNonce = true } : null),
        new("refresh", $"Gives a refresh token as well, and does this when it is used: {string.Join(", ", RefreshManner.All.Select(manner => manner.Name))}.", (wish, value) => RefreshManner.Find(value) is { } manner ? wish with { Refresh = manner } : null),
        new("refresh-life", "How many seconds refresh tokens count.", (wish, value) => Number(value, 0) is { } life ? wish with { RefreshLife = life } : null),
    ];

    /// <summary>The same as parameters of addresses.</summary>
    public static ImmutableArray<SimulatorParameter> ForAddresses { get; } = [.. Parameters.Select(each => new SimulatorParameter(each.Name, each.Meaning, each.Default))];

    /// <summary>Reads a query; null where something in it has no meaning.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">What has none.</param>
    /// <param name="besides">A parameter that is somebody else's.</param>
    public static TokenWish? Read(SimulatedRequest request, out string fault, string? besides = null)
    {
        var wish = new TokenWish();
        fault = "";
        foreach (var (name, values) in request.Context.Request.Query)
        {
            if (name is Simulator.Clients.SimulatorClients.Parameter or "seed" || name == besides)
                continue;
            if (Apply(wish, name, values.ToString()) is not { } next)
            {
                fault = $"{name}={values}";
                return null;
            }

            wish = next;
        }

        return wish;
    }

    /// <summary>Reads scopes: those that say what tokens are to be like, and the others, which are granted; null where one of the first has no meaning.</summary>
    public static TokenWish? Read(IEnumerable<string> scopes, TokenWish begin)
    {
        var wish = begin;
        foreach (var scope in scopes)
        {
            if (!scope.StartsWith(ScopePrefix, StringComparison.Ordinal))
            {
                wish = wish with { Scopes = wish.Scopes.Contains(scope) ? wish.Scopes : wish.Scopes.Add(scope) };
                continue;
            }

            var parts = scope[ScopePrefix.Length..].Split('=', 2);
            if (Apply(wish, parts[0], parts.Length > 1 ? parts[1] : "") is not { } next)
                return null;
            wish = next;
        }

        return wish;
    }

    private static TokenWish? Apply(TokenWish wish, string name, string value) => Parameters.FirstOrDefault(each => each.Name == name)?.Apply(wish, value);

    private static int? Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= Most ? number : null;
}
