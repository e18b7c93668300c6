using System.Text.Json;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>Gives tokens back to who gave them, so that they count no more (RFC 7009): what was copied before is worth nothing then.</summary>
/// <param name="login">The sign-in that they are of.</param>
/// <param name="channel">The connections to who gave them.</param>
/// <param name="clock">The clock.</param>
internal sealed class TokenRevocation(Login login, BackChannel channel, TimeProvider clock)
{
    private const int MaxWord = 64;

    /// <summary>Why some of them count on; null when all were given back, or there were none.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether any was given back, the refresh token first.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Gives back the refresh token, with which all that came of it ends at most servers, and for the others each access token.</summary>
    /// <param name="family">The tokens.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task TellAsync(TokenFamily family, CancellationToken cancel)
    {
        (string Token, string Kind)[] tokens =
        [
            .. family.RefreshToken is { } refresh ? [(refresh.Reveal(), "refresh_token")] : Array.Empty<(string, string)>(),
            .. family.Tokens.Where(token => !(clock.GetUtcNow() - token.GivenAt >= token.Lifetime)).Select(token => (token.Value.Reveal(), "access_token")),
        ];
        if (tokens.Length == 0)
            return;
        if (login.RevocationEndpoint is not { } place)
        {
            Fault = $"{login.Issuer} takes no tokens back (revocation_endpoint)";
            return;
        }

        var endpoint = new TokenEndpoint(login.TokenEndpoint!, login.Client, channel);
        foreach (var (token, kind) in tokens)
        {
            if (await WhyNotAsync(endpoint, place, token, kind, cancel) is { } why)
                Fault = $"{login.Issuer} did not take the {kind.Replace('_', ' ')} back: {why}";
            else
                IsDone = true;

            // Who does not answer for one does not for the next.
            if (Fault is not null && kind == "refresh_token")
                return;
        }
    }

    private static async Task<string?> WhyNotAsync(TokenEndpoint endpoint, Uri place, string token, string kind, CancellationToken cancel)
    {
        try
        {
            var answer = await endpoint.PostAsync(place, [new("token", token), new("token_type_hint", kind)], cancel);
            return answer.IsSuccess ? null : answer.Outage ?? $"its answer is {answer.Status}{ErrorOf(answer)}";
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    // A word of the server's, such as unsupported_token_type (RFC 7009 §2.2.1); what it says beside that may have the token in it.
    private static string ErrorOf(BackChannelAnswer answer) =>
        answer.Octets is { } octets && TokenAnswer.Read(octets, out _)?.Error is { Length: > 0 and <= MaxWord } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $" ({error})" : "";
}
