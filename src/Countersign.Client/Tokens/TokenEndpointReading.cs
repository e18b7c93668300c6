using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Tokens;

/// <summary>Makes of a token endpoint's answer what is to be done.</summary>
/// <param name="endpoint">Who answers.</param>
/// <param name="asked">When it was asked, by the monotonic clock.</param>
/// <param name="form">What it was asked; some of it may be secret.</param>
/// <param name="proof">Who asked; some of it is secret, too.</param>
internal sealed class TokenEndpointReading(TokenEndpoint endpoint, long asked, ImmutableArray<KeyValuePair<string, string>> form, ClientProof proof)
{
    private const int MaxWords = 256;

    public TokenEndpointAnswer Read(BackChannelAnswer answer)
    {
        if (answer.Outage is { } outage)
            return Fail(FailureReason.TokenUnavailable, outage, RetryRule.BackOff, answer);
        if (answer.Status is >= 500 or 408 or 425 or 429)
            return Fail(FailureReason.TokenUnavailable, StatusOf(answer), RetryRule.BackOff, answer);
        if (answer.Octets is null)
            return Fail(FailureReason.TokenUnavailable, "the answer is too large, or packed", RetryRule.BackOff, answer);

        var said = TokenAnswer.Read(answer.Octets, out _);
        if (!answer.IsSuccess || said is { Error: not null, AccessToken: null }) // some say no with a 200
            return No(answer, answer.Status is >= 300 and < 400 ? null : said);
        if (said is null)
            return Fail(FailureReason.TokenUnavailable, "the answer is no sound JSON object", RetryRule.BackOff, answer);
        return WhyUseless(said) is { } useless ? Fail(FailureReason.TokenUnavailable, useless, RetryRule.Slowly, answer, said) : new() { Said = said, Token = TokenOf(said, answer) };
    }

    private static string StatusOf(BackChannelAnswer answer) => $"the answer is {answer.Status}";

    private static string? WhyUseless(TokenAnswer said)
    {
        if (said.AccessToken is not { } token || !WireChars.IsToken68(token.Reveal()))
            return "the answer has no access_token that a field can carry";
        return TypeOf(said) is null ? "the answer does not say that the token is of the type Bearer or DPoP (token_type)" : null;
    }

    private static string? TypeOf(TokenAnswer said)
    {
        if ("Bearer".Equals(said.TokenType, StringComparison.OrdinalIgnoreCase))
            return "Bearer";
        return "DPoP".Equals(said.TokenType, StringComparison.OrdinalIgnoreCase) ? "DPoP" : null;
    }

    private AccessToken TokenOf(TokenAnswer said, BackChannelAnswer answer) => new(said.AccessToken!)
    {
        Type = TypeOf(said)!,
        Lifetime = said.ExpiresIn is { Ticks: > 0 } lifetime ? lifetime : null, // what has just been given has not ended
        Scope = said.Scope,
        RefreshToken = said.RefreshToken,
        IdToken = said.IdToken,
        GiverAhead = ClockSkew.Ahead(answer.Headers?.Date, endpoint.Clock),
        AskedAt = asked,
    };

    private TokenEndpointAnswer No(BackChannelAnswer answer, TokenAnswer? said)
    {
        // Without a word of its own it may be something that stands before the endpoint.
        if (said?.Error is not { } error)
        {
            var redirect = answer.Headers?.Location is not null ? "; redirects are not followed" : "";
            return Fail(answer.Status == 401 ? FailureReason.TokenRefused : FailureReason.TokenUnavailable, StatusOf(answer) + redirect, RetryRule.Slowly, answer);
        }

        var words = said.ErrorDescription is { Length: > 0 } description ? $"{Printed(error)}: {Printed(description)}" : Printed(error);
        var (reason, retry) = error switch
        {
            "invalid_grant" => (FailureReason.TokenRefused, RetryRule.Never),
            "temporarily_unavailable" or "server_error" or "slow_down" or "use_dpop_nonce" => (FailureReason.TokenUnavailable, RetryRule.BackOff),
            _ => (FailureReason.TokenRefused, RetryRule.Slowly), // the client's registration, or what it asks for: the same for all requests
        };
        var skew = ClockSkew.Ahead(answer.Headers?.Date, endpoint.Clock) is { } ahead && ClockSkew.IsLarge(ahead) ? $" (its clock differs from this one by {ahead.TotalSeconds:0} s)" : "";
        return Fail(reason, words + skew, retry, answer, said);
    }

    private TokenEndpointAnswer Fail(FailureReason reason, string words, RetryRule retry, BackChannelAnswer answer, TokenAnswer? said = null) => new()
    {
        Said = said,
        Retry = retry,
        Failure = new(reason, $"{TokenEndpoint.Shown(endpoint.Url)}: {words}.") { Cause = answer.Cause, RetryAfter = answer.RetryAfter(endpoint.Clock) },
    };

    // The server's words, as far as they can be printed, and without what it was sent in confidence.
    private string Printed(string text)
    {
        foreach (var secret in Secrets().Where(each => each.Length > 0))
        {
            // As it is, and as it stood in the request.
            foreach (var written in new[] { secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret) })
                text = text.Replace(written, "***", StringComparison.OrdinalIgnoreCase);
        }

        return string.Concat(text.Take(MaxWords).Select(each => each is >= ' ' and <= '~' ? each : '?')).TrimEnd('.');
    }

    private IEnumerable<string> Secrets()
    {
        foreach (var (name, value) in form.AddRange(proof.Fields))
        {
            if (!IsPlain(name))
                yield return value;
        }

        if (proof.Secret is { } secret)
            yield return secret.Reveal();
        if (proof.Authorization?.Reveal() is { } authorization)
            yield return authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    private static bool IsPlain(string name) =>
        name is "grant_type" or "scope" or "resource" or "audience" or "client_id" or "redirect_uri" || name.EndsWith("_type", StringComparison.Ordinal);
}
