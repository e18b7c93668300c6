using System.Globalization;
using System.Text.Json;

namespace Countersign.Tokens.OpenId;

/// <summary>
/// Verifies logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6), by which a provider says that somebody signed out. Whether one came before is for
/// the caller to know, by its <c>jti</c>.
/// </summary>
/// <param name="clock">The clock that times are held against.</param>
public sealed class LogoutTokenVerifier(TimeProvider clock)
{
    /// <summary>How old a token may be: for so long the caller remembers which came.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Judges a token, whatever its text is.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="provider">Whose it has to be.</param>
    /// <param name="cancel">Ends the wait for the provider's keys.</param>
    /// <exception cref="OperationCanceledException">The caller gave up while the provider was asked.</exception>
    public ValueTask<ProviderTokenJudgement> VerifyAsync(string token, TrustedProvider provider, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(provider);
        return ProviderTokenChecks.JudgeAsync(provider, token, clock, Judge, cancel);
    }

    private static void Judge(ProviderTokenChecks checks)
    {
        var claims = checks.Claims;
        checks.Type("logout+jwt", "JWT");
        if (!claims.TryGet("events", out var events) || events.ValueKind != JsonValueKind.Object || !events.TryGetProperty(Event, out var logout))
            checks.Fail("There is no event of a logout.");
        else if (logout.ValueKind != JsonValueKind.Object)
            checks.Fail("The event of the logout is no object.");
        if (string.IsNullOrWhiteSpace(claims.Subject) && string.IsNullOrWhiteSpace(claims.Session))
            checks.Fail("There is neither sub nor sid.");
        checks.Said("jti", claims.Id);
        if (claims.TryGet("nonce", out _))
            checks.Fail("There is a nonce, which no logout token has.");
        if (claims.IssuedAt is { } issued && checks.Now - issued.Seconds > (decimal)Longest.TotalSeconds + checks.Leeway)
            checks.Fail(string.Create(CultureInfo.InvariantCulture, $"It was made {checks.Now - issued.Seconds:0} s ago; at most {Longest.TotalSeconds:0} s are taken."));
    }
}
