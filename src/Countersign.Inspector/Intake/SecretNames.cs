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
        "usercode", "verificationuricomplete", "pw", "passw", "userpass", "hmac", "cvv", "cvc", "secretanswer", "securityanswer", "recoverycodes", "backupcode", "backupcodes", "scratchcode", "scratchcodes",
        "verifier", "oauthverifier", "loginverifier", "consentverifier", "idtokenhint", "wresult", "authreqid", "pgtid", "pgtiou", "sessiondatakey", "oobcode", "tokenhash", "magic", "magiclink", "dbpass", "logpass", "heslo", "haslo",
        "otpcode", "totpcode", "2facode", "twofactorcode", "smscode", "logincode", "resetcode", "confirmationcode", "activationcode", "securitycode", "accesscode", "pairingcode", "invitecode", "mdp", "senha");

    private static readonly NameEndings Endings = new(
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "assertion", "signature", "credential", "credentials",
        "sessionid", "sessid", "jwt", "cookie", "authorization", "authorisation", "appkey", "applicationkey", "masterkey", "adminkey", "servicekey", "serverkey", "licensekey", "licencekey", "hmackey", "passhash", "pwdhash",
        "encryptioncustomerkey", "passwort", "kennwort", "motdepasse", "contrasena", "contrasea", "wachtwoord");

    // Of these several are told together. Cookies and assertions in the plural are told of.
    private static readonly NameEndings Plurals = new("passwords", "passphrases", "secrets", "tokens", "apikeys", "accesskeys", "secretkeys", "privatekeys", "authkeys", "sessionids", "jwts");

    // Where in a list of results the next begins, how much of a text there is, and what is made to be published.
    private static readonly NameEndings Readable = new(
        "pagetoken", "nexttoken", "continuationtoken", "synctoken", "maxtokens", "mintokens", "numtokens", "prompttokens", "completiontokens", "totaltokens", "inputtokens", "outputtokens", "cachedtokens",
        "reasoningtokens", "usedtokens", "remainingtokens", "publickey", "publicappkey");

    // What stands behind the noun and does not change what the value is.
    private static readonly NameEndings Suffixes = new("value", "raw", "plain", "plaintext", "string", "header", "base64", "b64", "hex", "confirm", "confirmation", "again", "repeat");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Weak = Set("code", "key", "auth", "authcode", "invite", "hash", "credentialid", "clave", "jeton");

    private static readonly NameEndings NoSecrets = new(
        "policy", "type", "required", "url", "uri", "supported", "expires", "expiresat", "expiresin", "minlength", "maxlength", "hint", "changedat", "updatedat", "grant", "reset", "forgot", "strength", "count", "age",
        "length", "attempts", "enabled", "status", "error", "rules", "score", "lastchanged", "endpoint");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PublicFields = Set(
        "wwwauthenticate", "proxyauthenticate", "authenticationinfo", "proxyauthenticationinfo", "signature", "signatureinput", "acceptsignature", "dpopnonce", "secwebsocketkey", "secwebsocketaccept",
        "contentsecuritypolicy", "contentsecuritypolicyreportonly", "authorizationserver", "xauthrequestuser", "xauthrequestemail");

    private static readonly NameEndings FieldEndings = new("auth", "session", "csrf", "xsrf", "otp", "key256", "signature256", "subscriptionkey", "functionskey", "artapi", "otpcode", "mfacode", "2facode");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Fields = Set("key", "authentication");

    // As the last of several words, where people fill in forms: a compass has no pass in it, and nginx has a proxy_pass.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LastWords = Set("pass", "pw", "pwd", "passcode", "otp");

    // Links of mails carry what opens under the shortest of names.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Short = Set("t", "k", "otc", "recovery", "unsubscribe", "verification", "emailverification");

    // Fields beyond the registered ones that end in "key" carry one that opens something, but for these.
    private static readonly NameEndings NamingKeys = new(
        "cachekey", "surrogatekey", "websocketkey", "idempotencykey", "partitionkey", "sortkey", "routingkey", "objectkey", "primarykey", "foreignkey", "publickey", "hashkey", "shardkey", "rangekey", "edgekey",
        "messagekey", "translationkey", "requestkey", "tracekey", "ratelimitkey", "deduplicationkey", "dedupkey", "variantkey", "pagekey", "configkey", "featurekey", "storagekey");

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
        if (PublicFields.Contains(plain) || name.Equals("xkey", StringComparison.OrdinalIgnoreCase))
            return false;
        return IsStrong(plain) || IsFieldAlone(plain) || IsFieldAlone(Reduced(plain)) || NearNames.Is(plain);
    }

    // What stands behind X- is what the field is called.
    private static bool IsFieldAlone(ReadOnlySpan<char> plain)
    {
        if (FieldEndings.IsIn(plain))
            return true;
        var isExtension = plain.StartsWith("x", StringComparison.Ordinal);
        if (isExtension && plain.EndsWith("key", StringComparison.Ordinal))
            return !NamingKeys.IsIn(plain);
        var bare = isExtension ? plain[1..] : plain;
        return Fields.Contains(bare) || Whole.Contains(bare);
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
        return IsStrong(plain) || IsWeak(plain) || IsLastWord(name);
    }

    /// <summary>Whether a parameter is secret where its value looks like one: names that others use for what opens nothing, too.</summary>
    public static bool IsMaybeParameter(ReadOnlySpan<char> name)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Plain(name, room);
        return Short.Contains(plain) || plain.EndsWith("code", StringComparison.Ordinal) || (plain.EndsWith("key", StringComparison.Ordinal) && !NamingKeys.IsIn(plain));
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
        isWeak = IsWeak(plain);
        return isWeak || IsStrong(plain);
    }

    /// <summary>Whether a name is that of a password: whatever follows it is one.</summary>
    public static bool IsPassword(ReadOnlySpan<char> name)
    {
        Span<char> room = stackalloc char[MaxLength];
        var plain = Reduced(Plain(name, room));
        return plain.Contains("pass", StringComparison.Ordinal) || plain is "pw" or "pin" || plain.EndsWith("pwd", StringComparison.Ordinal) || plain.EndsWith("secret", StringComparison.Ordinal);
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
        if (IsStrongAsIs(plain))
            return true;
        var reduced = Reduced(plain);
        return reduced.Length < plain.Length && IsStrongAsIs(reduced);
    }

    private static bool IsStrongAsIs(ReadOnlySpan<char> plain)
    {
        if (Whole.Contains(plain))
            return true;
        var isPassword = plain.Contains("password", StringComparison.Ordinal) || plain.Contains("passwd", StringComparison.Ordinal);
        if (isPassword && NoSecrets.IsIn(plain))
            return false;
        return isPassword || ((Endings.IsIn(plain) || Plurals.IsIn(plain)) && !Readable.IsIn(plain));
    }

    private static bool IsWeak(ReadOnlySpan<char> plain) => Weak.Contains(plain) || Weak.Contains(plain.TrimEnd("0123456789"));

    private static bool IsLastWord(ReadOnlySpan<char> name)
    {
        var mark = name.LastIndexOfAny('_', '.');
        if (mark <= 0 || name.Length - mark > 10)
            return false;
        Span<char> room = stackalloc char[MaxLength];
        return LastWords.Contains(Plain(name[mark..], room));
    }

    // token_value is token, secretKey1 is secretKey.
    private static ReadOnlySpan<char> Reduced(ReadOnlySpan<char> plain)
    {
        for (var i = 0; i < 3; i++)
        {
            var length = plain.Length;
            if (Suffixes.LengthIn(plain) is > 0 and var suffix && suffix < plain.Length)
                plain = plain[..^suffix];
            plain = plain.TrimEnd("0123456789");
            if (plain.Length == length)
                break;
        }

        return plain;
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
