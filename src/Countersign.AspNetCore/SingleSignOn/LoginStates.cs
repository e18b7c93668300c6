using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>
/// Writes sign-ins into <c>state</c> and reads them back (RFC 6749 §10.12). Nothing is kept for those that nobody ends: what comes back is the gateway's
/// own word, encrypted, and counts for the browser that began it, for a while.
/// </summary>
internal sealed class LoginStates(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long somebody may take at the provider.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>The longest return path that travels along; who comes from a longer one comes back to the start.</summary>
    public const int LongestReturn = 1024;

    private const int Longest = 4096;

    // Before what is encrypted: whether this sign-in was begun in the place of one that could not be read. Nobody gains by changing it.
    private const string First = "0.";
    private const string Again = "1.";

    private readonly IDataProtector _protector = protection.CreateProtector("Countersign.SingleSignOn.LoginState.v1");

    public string Write(LoginState state, bool isAgain) =>
        (isAgain ? Again : First) + Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(state, LoginStateJson.Default.LoginState)));

    /// <summary>Whether a sign-in was begun in the place of another, so that no third is begun by itself.</summary>
    public static bool IsAgain(string text) => text.StartsWith(Again, StringComparison.Ordinal);

    /// <summary>Reads a state.</summary>
    /// <param name="text">What came back.</param>
    /// <param name="browser">The browser that brought it; null when it has no cookie.</param>
    /// <param name="fault">Why it does not count, for the operator; null when it does.</param>
    /// <returns>The state, also where it can be read and does not count; null when it can't.</returns>
    public LoginState? Read(string text, BrowserSecret? browser, out string? fault)
    {
        if (Decrypted(text) is not { } state)
        {
            fault = "The state is none of this gateway, or its keys are gone.";
            return null;
        }

        fault = state switch
        {
            _ when browser is null => "The browser sent no cookie of a sign-in.",
            _ when state.Browser != browser.Name => "The sign-in was begun in another browser.",
            _ when Age(state) is var age && (age > Lifetime || age < -TimeSpan.FromMinutes(1)) => $"The sign-in was begun {age.TotalSeconds:0} s ago.",
            _ => null,
        };
        return state;
    }

    private TimeSpan Age(LoginState state) => clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(state.At);

    private LoginState? Decrypted(string text)
    {
        if (text.Length is <= 2 or > Longest || !Base64Url.IsValid(text.AsSpan(2)))
            return null;
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(Base64Url.DecodeFromChars(text.AsSpan(2))), LoginStateJson.Default.LoginState);
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}
