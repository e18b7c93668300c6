using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SignIn;

/// <summary>
/// Seals attempts and reads them back. Each is bound to the browser by the hash of what its cookie holds, so that no other page and no other browser can
/// send the form: neither to sign somebody in without their knowing nor to do so as somebody else.
/// </summary>
internal sealed class Attempts(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Longer texts are none of ours.</summary>
    private const int Longest = 8192;

    private readonly IDataProtector _protector = protection.CreateProtector("sign-in attempt 1");

    /// <summary>An attempt as the form carries it.</summary>
    public string Seal(Attempt attempt, AttemptBrowser browser)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("browser", HashFor(attempt, browser));
            json.WriteString("target", attempt.Target.Path);
            json.WriteNumber("made", attempt.Made.ToUnixTimeMilliseconds());
            json.WriteBoolean("remember", attempt.Remember);
            json.WriteString("forHost", attempt.ForHost);
            json.WriteString("forBrowser", attempt.ForBrowser);
            json.WriteString("user", attempt.User);
            json.WriteString("methods", string.Join(' ', attempt.Methods));
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(_protector.Protect(content.ToArray()));
    }

    /// <summary>Reads an attempt that came back.</summary>
    /// <param name="sealedText">What the form carried; null when it carried none.</param>
    /// <param name="browser">Who sent it; null when no cookie came.</param>
    public AttemptReading Read(string? sealedText, AttemptBrowser? browser)
    {
        if (sealedText is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(sealedText) || Unprotect(sealedText) is not { } content)
            return new(AttemptOutcome.Unreadable);

        // Nobody else can have made it: what follows can be relied upon to be there.
        using var json = JsonDocument.Parse(content);
        var root = json.RootElement;
        var attempt = new Attempt(ReturnTarget.Read(root.GetProperty("target").GetString()), DateTimeOffset.FromUnixTimeMilliseconds(root.GetProperty("made").GetInt64()))
        {
            Remember = root.GetProperty("remember").GetBoolean(),
            ForHost = root.GetProperty("forHost").GetString(),
            ForBrowser = root.GetProperty("forBrowser").GetString(),
            User = root.GetProperty("user").GetString(),
            Methods = [.. root.GetProperty("methods").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        };
        var age = clock.GetUtcNow() - attempt.Made;
        if (age > attempt.Patience || age < -TimeSpan.FromMinutes(1))
            return new(AttemptOutcome.Expired, attempt);
        if (browser is null)
            return new(AttemptOutcome.CookieMissing, attempt);
        var isOurs = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(root.GetProperty("browser").GetString()!), Encoding.ASCII.GetBytes(HashFor(attempt, browser)));
        return new(isOurs ? AttemptOutcome.Good : AttemptOutcome.Foreign, attempt);
    }

    private static string HashFor(Attempt attempt, AttemptBrowser browser) => attempt.User is null ? browser.Hash : browser.StepHash;

    private byte[]? Unprotect(string text)
    {
        try
        {
            return _protector.Unprotect(Base64Url.DecodeFromChars(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
