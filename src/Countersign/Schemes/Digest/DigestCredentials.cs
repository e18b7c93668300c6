using System.Buffers;
using System.Globalization;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>The parameters of Digest credentials, complete and each once (RFC 7616 §3.4).</summary>
internal readonly record struct DigestCredentials
{
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly string[] _names =
        ["username", "realm", "nonce", "uri", "response", "qop", "nc", "cnonce", "algorithm", "opaque", "userhash", "username*"];

    /// <summary>The name as sent, or decoded from <c>username*</c>, or its hash.</summary>
    public required string User { get; init; }

    /// <summary>Whether the name stood in <c>username*</c> and so is text for certain.</summary>
    public required bool IsExtendedName { get; init; }

    public required bool IsUserhash { get; init; }

    /// <summary>The name as a person reads it, whichever way the field was decoded.</summary>
    public string ReadableUser => IsExtendedName ? User : ExtendedValue.AsUtf8(User) ?? User;

    public required string Realm { get; init; }

    public required string? Algorithm { get; init; }

    public required string? Opaque { get; init; }

    public required string Response { get; init; }

    public required DigestParts Parts { get; init; }

    public required uint Count { get; init; }

    /// <summary>Reads them; null with a fault that names parameters, never their values. Without qop the rest of it is empty.</summary>
    public static DigestCredentials? Read(Credentials credentials, out string? fault)
    {
        var found = new Slots();
        var user = "";
        fault = Collect(credentials, ref found) ?? Check(found, out user);
        if (fault is not null)
            return null;

        return new DigestCredentials
        {
            User = user,
            IsExtendedName = found[11] is not null,
            IsUserhash = IsTrue(found[10]),
            Realm = found[1]!,
            Algorithm = found[8],
            Opaque = found[9],
            Response = found[4]!,
            Parts = new(found[3]!, found[2]!, found[6] ?? "", found[7] ?? "", found[5] ?? ""),
            Count = found[6] is { } count ? uint.Parse(count, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0,
        };
    }

    private static string? Collect(Credentials credentials, ref Slots found)
    {
        if (credentials.Token68 is not null)
            return "Digest has parameters, not a token.";
        foreach (ref readonly var parameter in credentials.Params.AsSpan())
        {
            for (var i = 0; i < _names.Length; i++)
            {
                if (!parameter.Name.Equals(_names[i], StringComparison.OrdinalIgnoreCase))
                    continue;
                if (found[i] is not null)
                    return $"The parameter {_names[i]} came twice.";
                found[i] = parameter.Value;
                break;
            }
        }

        return null;
    }

    private static string? Check(in Slots found, out string user)
    {
        user = found[0] ?? "";
        if (found[0] is not null && found[11] is not null)
            return "Both username and username* came.";
        if (found[0] is null && found[11] is null)
            return "The parameter username is missing.";

        // Without qop (RFC 2069) nc and cnonce are not expected: what is wrong is then the qop.
        var needed = found[5] is null ? 5 : 8;
        for (var i = 1; i < needed; i++)
        {
            if (found[i] is null)
                return $"The parameter {_names[i]} is missing.";
        }

        if (found[11] is { } extended)
        {
            if (IsTrue(found[10]))
                return "A hashed name came in username*.";
            if (!ExtendedValue.TryRead(extended, out user))
                return "The parameter username* is not in the form of RFC 8187.";
        }

        if (user.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return "The user name has control characters.";
        if (found[4] is not { Length: > 0 } response || response.AsSpan().ContainsAnyExcept(_hexDigits))
            return "The parameter response is not hexadecimal.";
        if (!IsPrintable(found[2]!))
            return "The parameter nonce has characters that no nonce has.";
        if (found[7] is { } cnonce && (cnonce.Length == 0 || !IsPrintable(cnonce)))
            return "The parameter cnonce is empty or not ASCII.";
        if (found[6] is { } count && (count.Length != 8 || count.AsSpan().ContainsAnyExcept(_hexDigits)))
            return "The parameter nc is not 8 hexadecimal digits.";
        return found[6] == "00000000" ? "The parameter nc counts from 00000001." : null;
    }

    private static bool IsTrue(string? value) => value is not null && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsPrintable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    [System.Runtime.CompilerServices.InlineArray(12)]
    private struct Slots
    {
        private string? _first;
    }
}
