using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Tokens.Rules;

namespace Countersign.Tokens.OpenId;

/// <summary>Verifies ID tokens (OpenID Connect Core §3.1.3.7), which tell that somebody signed in. No access token passes for one, nor the other way round.</summary>
/// <param name="clock">The clock that times are held against.</param>
public sealed class IdTokenVerifier(TimeProvider clock)
{
    private const int LongestSubject = 255;

    /// <summary>Judges a token, whatever its text is.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="provider">Whose it has to be.</param>
    /// <param name="demands">What it has to fit.</param>
    /// <param name="cancel">Ends the wait for the provider's keys.</param>
    /// <exception cref="OperationCanceledException">The caller gave up while the provider was asked.</exception>
    public ValueTask<ProviderTokenJudgement> VerifyAsync(string token, TrustedProvider provider, IdTokenDemands demands, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(demands);
        return ProviderTokenChecks.JudgeAsync(provider, token, clock, checks => Judge(checks, demands), cancel);
    }

    private static void Judge(ProviderTokenChecks checks, IdTokenDemands demands)
    {
        var claims = checks.Claims;
        checks.Type("JWT");
        if (claims.TryGet("events", out _))
            checks.Fail("There are events: it is no ID token.");
        checks.Said("sub", claims.Subject);
        if (claims.Subject is { Length: > LongestSubject })
            checks.Fail($"The sub is longer than {LongestSubject} characters.");
        if (demands.Subject is { } subject && claims.Subject != subject)
            checks.Fail("The sub is another than that of the login.");
        Nonce(checks, demands.Nonce);
        AccessTokenHash(checks, demands.AccessToken);
        SignIn(checks, demands);
    }

    private static void Nonce(ProviderTokenChecks checks, string? sent)
    {
        if (sent is null)
            return;
        if (ClaimValues.Of(checks.Claims, "nonce") is not [var nonce])
            checks.Fail("There is no nonce, and one was sent.");
        else if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(sent)))
            checks.Fail("The nonce is not that of this login.");
    }

    private static void AccessTokenHash(ProviderTokenChecks checks, Secret? token)
    {
        if (!checks.Claims.TryGet("at_hash", out _))
            return;
        if (token is null)
            checks.Fail("There is an at_hash, and no access token came with it.");
        else if (ClaimValues.Of(checks.Claims, "at_hash") is not [var hash] || hash != HashOf(token.Reveal(), checks.Signed.Algorithm))
            checks.Fail("The at_hash is not that of the access token.");
    }

    // Ed25519 hashes by SHA-512 inside (RFC 8032 §5.1).
    private static string HashOf(string token, JwsAlgorithm algorithm)
    {
        var hash = CryptographicOperations.HashData(algorithm.HashName is { Name: not null } name ? name : HashAlgorithmName.SHA512, Encoding.UTF8.GetBytes(token));
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private static void SignIn(ProviderTokenChecks checks, IdTokenDemands demands)
    {
        if (!demands.AcrValues.IsEmpty && ClaimValues.Of(checks.Claims, "acr") is var acr && !acr.AsSpan().ContainsAny(demands.AcrValues.AsSpan()))
            checks.Fail($"{(acr.IsEmpty ? "There is no acr" : $"The acr is {TokenWords.Quote(acr)}")}; wanted: {string.Join(" or ", demands.AcrValues)}.");
        if (demands.MaxAge is not { } longest)
            return;
        if (SignedInAt(checks.Claims) is not { } time)
            checks.Fail("There is no auth_time, and max_age was sent.");
        else if (time.Seconds > checks.Now + checks.Leeway || checks.Now - time.Seconds > (decimal)longest.TotalSeconds + checks.Leeway)
            checks.Fail(string.Create(CultureInfo.InvariantCulture, $"The auth_time is {ProviderTokenChecks.At(time)}; at most {longest.TotalSeconds:0} s before {ProviderTokenChecks.At(new(checks.Now))} are wanted."));
    }

    /// <summary><c>auth_time</c>: when the person signed in at the provider; null when that is not said in a number.</summary>
    public static NumericDate? SignedInAt(JwtClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return ClaimValues.Of(claims, "auth_time") is [var text] && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? new(seconds)
            : null;
    }
}
