namespace Countersign.AspNetCore.SignIn.Factors;

/// <summary>What an authenticator app reads from a picture: <c>otpauth://totp/...</c>.</summary>
internal static class TotpUri
{
    /// <summary>The address of a key. What apps take for granted (SHA-1, six digits, 30 seconds) is not said: some refuse to be told.</summary>
    /// <param name="issuer">Where one signs in; the app shows it.</param>
    /// <param name="user">Whose key it is.</param>
    /// <param name="key">The key.</param>
    public static string Write(string issuer, string user, ReadOnlySpan<byte> key)
    {
        // A colon parts the two in the label.
        var place = Uri.EscapeDataString(issuer.Replace(":", "", StringComparison.Ordinal));
        return $"otpauth://totp/{place}:{Uri.EscapeDataString(user)}?secret={Base32Text.Write(key)}&issuer={place}";
    }
}
