using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Tokens;
using Countersign.Tokens;

namespace Countersign.Inspector.Checks.Token;

/// <summary>A token at an exchange: one that was sent to get in, or one that was given beside the recording.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Facts">What it says.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record SeenToken(Exchange Exchange, TokenFacts Facts, int Length, Evidence Place)
{
    // What is later is no time in seconds (the year 5138), but one in milliseconds.
    private const decimal LastSecond = 1e11m;

    /// <summary>The credentials that it is; null for one that was given.</summary>
    public PresentedCredentials? Presented { get; init; }

    /// <summary>Whether it was sent; null where the recording does not keep what was.</summary>
    public bool? IsSent { get; init; }

    /// <summary>What to call it at the beginning of a sentence.</summary>
    public string Name => Presented is not null ? "The token" : IsSent == false ? "The token that was given, and not sent," : "The token that was given";

    /// <summary>Whether it can be read.</summary>
    public bool IsJwt => Facts.Shape == TokenShape.Jwt;

    /// <summary>Whether the server refused the request: 401 or 403.</summary>
    public bool IsRefused => Exchange.Status is 401 or 403;

    /// <summary>Whether the server did not mind.</summary>
    public bool IsAccepted => Exchange.Status is >= 200 and < 400;

    /// <summary>The kind that the header names, without the prefix of media types and in small letters; null for none.</summary>
    public string? Type => Facts.Header.TryGetValue("typ", out var type) && type.ValueKind == JsonValueKind.String ? Bare(type.GetString()!) : null;

    /// <summary>What it may be used for, by <c>scope</c> (RFC 8693 §4.2) or <c>scp</c>; null where neither is there.</summary>
    public ImmutableArray<string>? Scopes => Facts.Claims.ContainsKey("scope") || Facts.Claims.ContainsKey("scp")
        ? [.. Texts("scope").Concat(Texts("scp")).SelectMany(each => each.Split(' ', StringSplitOptions.RemoveEmptyEntries))]
        : null;

    /// <summary>The tokens at an exchange.</summary>
    public static ImmutableArray<SeenToken> Of(Exchange exchange, RecordingView view)
    {
        var (found, isHidden) = (ImmutableArray.CreateBuilder<SeenToken>(), false);
        foreach (var presented in exchange.Request?.Credentials ?? [])
        {
            if (!IsPlace(presented, exchange.Request!))
                continue;
            isHidden |= presented.IsRedacted;
            if (presented is { IsRedacted: false, Token: { } facts } && (presented.Place == CredentialsPlace.Authorization || facts.Shape == TokenShape.Jwt))
                found.Add(new(exchange, facts, presented.Length, CredentialsCheck.At(presented, exchange)) { Presented = presented, IsSent = true });
        }

        if (found.Count == 0 && view.Recording.Given is { } given && exchange is { Status: 401 or 403, Role: ExchangeRole.Request } && MayBeFor(exchange, view))
        {
            var isKept = exchange.Request is not null && !isHidden && !view.Recording.Omits(Omissions.Credentials);
            found.Add(new(exchange, given.Facts, given.Length, new(exchange.Index, "token", "given beside the recording")) { IsSent = isKept ? false : null });
        }

        return found.DrainToImmutable();
    }

    /// <summary>Whether the token that was given beside a recording is one that was sent, or was judged in its place.</summary>
    public static bool IsJudged(Recording recording)
    {
        var view = new RecordingView(recording);
        return recording.Given is { } given && recording.Exchanges.Any(exchange => view.Tokens(exchange).Any(token => token.Presented is null || token.Presented.Mark == given.Mark));
    }

    /// <summary>A claim as text; null for anything else.</summary>
    public string? Text(string claim) => Facts.Claims.TryGetValue(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A claim that is one text or several; empty for anything else.</summary>
    public ImmutableArray<string> Texts(string claim) => !Facts.Claims.TryGetValue(claim, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!)],
        _ => [],
    };

    /// <summary>A time in seconds since 1970 (RFC 7519 §2); null for anything else.</summary>
    public decimal? Seconds(string claim) => Number(claim) is { } number && Math.Abs(number) < LastSecond ? number : null;

    /// <summary>Whether a time is one in milliseconds.</summary>
    public bool IsMilliseconds(string claim) => Number(claim) is >= LastSecond and < LastSecond * 1000;

    /// <summary>Whether the strict reader finds this in it.</summary>
    public bool Has(TokenFaultKind kind)
    {
        foreach (var fault in Facts.Faults)
        {
            if (fault.Kind == kind)
                return true;
        }

        return false;
    }

    /// <summary>A claim as evidence.</summary>
    public Evidence Claim(string name) => Member(name, Facts.Claims);

    /// <summary>A member of the header as evidence.</summary>
    public Evidence HeaderMember(string name) => Member(name, Facts.Header);

    private Evidence Member(string name, ImmutableDictionary<string, JsonElement> members) =>
        new(Exchange.Index, $"token {JsonWords.Shown(name)}", members.TryGetValue(name, out var value) ? JsonWords.Of(value) : "");

    private decimal? Number(string claim) => Facts.Claims.TryGetValue(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    private static string Bare(string type)
    {
        var lower = type.ToLowerInvariant();
        return lower.StartsWith("application/", StringComparison.Ordinal) ? lower["application/".Length..] : lower;
    }

    // A proof is no token, a token in a cookie counts where nothing else does, and what forms carry is often about a token.
    private static bool IsPlace(PresentedCredentials presented, RecordedRequest request) => presented.Place switch
    {
        CredentialsPlace.Authorization => presented.Scheme is null || presented.Is("Bearer") || presented.Is("DPoP") || presented.Is("Token") || presented.Is("JWT"),
        CredentialsPlace.Query or CredentialsPlace.Form => presented.Name.Equals("access_token", StringComparison.OrdinalIgnoreCase),
        CredentialsPlace.Field => !presented.Name.Equals("DPoP", StringComparison.OrdinalIgnoreCase),
        CredentialsPlace.Cookie => request.Credentials.Length == 1,
        _ => false,
    };

    private static bool MayBeFor(Exchange exchange, RecordingView view) =>
        !view.Offers(exchange).Any(offer => !offer.Field.IsProxy) || view.Offers(exchange).Any(offer => offer.Is("Bearer", "DPoP"));
}
