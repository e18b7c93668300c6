using System.Buffers;
using System.Collections.Frozen;

namespace Countersign.Inspector.Intake;

/// <summary>The names under which secrets travel. Names are compared by their letters and digits alone: <c>client_secret</c> is <c>clientSecret</c> is <c>Client-Secret</c>.</summary>
internal static class SecretNames
{
    private const int MaxLength = 64;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Whole = Set(
        "token", "tokens", "jwt", "sid", "session", "sessionkey", "otp", "totp", "pin", "passcode", "assertion", "samlresponse", "samlart", "sig", "signature", "ticket", "devicecode", "codeverifier",
        "authorization", "cookie", "setcookie", "dpop", "bearer", "mfacode", "recoverycode", "verificationcode", "connectionstring", "xamzcredential", "subscriptionkey", "xfunctionskey", "phpauthpw",
        "ocpapimsubscriptionkey", "xgoogiapjwtassertion", "cfaccessjwtassertion", "xhubsignature256", "jsessionid", "phpsessid", "pass", "webhookkey", "signingkey", "encryptionkey", "sharedkey", "accountkey",
        "usercode", "verificationuricomplete", "pw", "passw", "userpass", "hmac", "cvv", "secretanswer");

    private static readonly string[] Endings =
    [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "assertion", "signature", "credential", "credentials",
        "sessionid", "sessid", "jwt", "cookie", "authorization", "authorisation",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Weak = Set("code", "key", "auth", "authcode", "invite", "hash", "credentialid");

    private static readonly string[] NoSecrets =
        ["policy", "type", "required", "url", "uri", "supported", "expires", "expiresat", "expiresin", "minlength", "maxlength", "hint", "changedat", "updatedat", "grant", "reset", "forgot", "strength"];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PublicFields = Set(
        "wwwauthenticate", "proxyauthenticate", "authenticationinfo", "proxyauthenticationinfo", "signature", "signatureinput", "acceptsignature", "dpopnonce", "secwebsocketkey", "secwebsocketaccept",
        "contentsecuritypolicy", "contentsecuritypolicyreportonly", "authorizationserver", "xauthrequestuser", "xauthrequestemail");

    private static readonly string[] FieldEndings = ["auth", "session", "csrf", "xsrf", "otp", "key256", "signature256", "subscriptionkey", "functionskey", "artapi"];

    private static readonly string[] CookieWords =
    [
        "sess", "auth", "token", "jwt", "login", "loggedin", "remember", "identity", "sso", "bearer", "credential", "connect.sid", "passport", "aspnetcore.cookies", "applicationcookie", "sapisid", "countersign",
    ];

    /// <summary>Whether all of a field's value is secret.</summary>
    public static bool IsField(string name)
    {
        if (name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase))
            return false;
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        return !PublicFields.Contains(plain) && (IsStrong(plain) || EndsWithAny(plain, FieldEndings));
    }

    /// <summary>Whether a field's value is made of names and grammar that must stay as they are: challenges, policies.</summary>
    public static bool IsPublicField(string name)
    {
        Span<char> room = stackalloc char[MaxLength];
        return PublicFields.Contains(Plain(name, room)) || name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a parameter of a query or a form is secret.</summary>
    public static bool IsParameter(ReadOnlySpan<char> name)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        return IsStrong(plain) || Weak.Contains(plain);
    }

    /// <summary>Whether a member of a JSON object is secret, whatever it looks like.</summary>
    public static bool IsMember(ReadOnlySpan<char> name) => IsAnywhere(name, out var isWeak) && !isWeak;

    /// <summary>Whether a name anywhere in a text says that a secret follows.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isWeak">Whether it does so only where what follows looks like one, too.</param>
    public static bool IsAnywhere(ReadOnlySpan<char> name, out bool isWeak)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        isWeak = Weak.Contains(plain);
        return isWeak || IsStrong(plain);
    }

    /// <summary>Whether a name is that of a password: whatever follows it is one.</summary>
    public static bool IsPassword(ReadOnlySpan<char> name)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        return plain.Contains("pass", StringComparison.Ordinal) || plain.EndsWith("pwd", StringComparison.Ordinal) || plain.EndsWith("secret", StringComparison.Ordinal);
    }

    /// <summary>Whether what has this name defends a form against other sites and says nothing of who sends it.</summary>
    public static bool IsForgeryDefence(string name)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        return plain.Contains("csrf", StringComparison.Ordinal) || plain.Contains("xsrf", StringComparison.Ordinal) || plain.Contains("verificationtoken", StringComparison.Ordinal)
            || plain.Contains("authenticitytoken", StringComparison.Ordinal) || plain.Contains("antiforgery", StringComparison.Ordinal);
    }

    /// <summary>Whether a cookie says by its name that it tells who sends it.</summary>
    public static bool IsCookie(string name)
    {
        if (IsForgeryDefence(name))
            return false;
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return CookieWords.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase)) && !plain.Contains("author", StringComparison.OrdinalIgnoreCase) || IsSid(name);
    }

    // "sid" by itself or beside a mark: a sidebar is none.
    private static bool IsSid(string name)
    {
        var at = name.IndexOf("sid", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && (at == 0 || !char.IsLetter(name[at - 1])) && (at + 3 == name.Length || !char.IsLetter(name[at + 3]));
    }

    private static bool IsStrong(ReadOnlySpan<char> plain)
    {
        if (Whole.Contains(plain))
            return true;
        var isPassword = plain.Contains("password", StringComparison.Ordinal) || plain.Contains("passwd", StringComparison.Ordinal);
        return EndsWithAny(plain, Endings) || (isPassword && !EndsWithAny(plain, NoSecrets));
    }

    private static bool EndsWithAny(ReadOnlySpan<char> plain, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (plain.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // The end of a long name is what it names; that of an indexed one (user[password]) as well.
    private static ReadOnlySpan<char> Plain(ReadOnlySpan<char> name, Span<char> room)
    {
        var at = room.Length;
        for (var i = name.Length - 1; i >= 0 && at > 0; i--)
        {
            if (char.IsAsciiLetterOrDigit(name[i]))
                room[--at] = char.ToLowerInvariant(name[i]);
        }

        return room[at..];
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
