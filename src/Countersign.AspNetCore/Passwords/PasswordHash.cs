using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.AspNetCore.Passwords;

/// <summary>A stored password hash, read and found well formed, or known to be unusable.</summary>
public sealed partial record PasswordHash
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Patience = 1000;

    /// <summary>What stands in the place of a hash until an invited person sets a password. Nothing is hashed to it.</summary>
    public const string NotSet = "!";

    private static readonly SearchValues<char> DesAlphabet =
        SearchValues.Create("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private PasswordHash(HashKind kind, string text, string decoy, string? advice)
    {
        Kind = kind;
        Text = text;
        Decoy = decoy;
        Advice = advice;
    }

    /// <summary>How it is hashed.</summary>
    public HashKind Kind { get; }

    /// <summary>What the operator should do about it: always for an unusable hash, and for weak ones; else null.</summary>
    public string? Advice { get; }

    /// <summary>The hash as stored.</summary>
    internal string Text { get; }

    /// <summary>The same hash with salt and result blanked out: what a check of it costs. Two hashes cost the same when these are equal.</summary>
    internal string Decoy { get; }

    /// <summary>Whether the system's libcrypt has to compute it.</summary>
    internal bool NeedsLibCrypt => Kind is HashKind.Bcrypt or HashKind.Sha256Crypt or HashKind.Sha512Crypt or HashKind.Yescrypt;

    /// <summary>Reads a stored hash. Never fails: what can't be verified is <see cref="HashKind.Unsupported"/> with advice.</summary>
    public static PasswordHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Bcrypt().Match(text) is { Success: true } bcrypt)
        {
            var cost = int.Parse(bcrypt.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture);
            if (cost is < 4 or > 31)
                return Unusable(text, "the cost of the bcrypt hash is out of range");
            var advice = cost < 10 ? $"bcrypt of cost {cost} is cheap to guess; 10 is the least today" : null;
            return Usable(HashKind.Bcrypt, text, $"$2b${cost:00}${Blank(53)}", advice);
        }

        if (ShaCrypt().Match(text) is { Success: true } sha)
            return ReadShaCrypt(text, sha);
        if (Yescrypt().Match(text) is { Success: true } yescrypt)
        {
            var salt = yescrypt.Groups["salt"].Length;
            return Usable(HashKind.Yescrypt, text, $"$y${yescrypt.Groups["params"].ValueSpan}${Blank(salt)}${Blank(43)}");
        }

        if (Apr1().Match(text) is { Success: true } apr1)
        {
            return Usable(
                HashKind.Apr1, text, $"{Md5Crypt.Apr1Magic}{Blank(apr1.Groups["salt"].Length)}${Blank(22)}",
                "apr1 is cheap to guess; set the password anew with bcrypt");
        }

        return Sha1().IsMatch(text)
            ? Usable(HashKind.Sha1, text, $"{{SHA}}{new string('A', 27)}=", "{SHA} has no salt and is cheap to guess; set the password anew with bcrypt")
            : Unusable(text, AdviceFor(text));
    }

    /// <summary>The hash as it is stored; never for a log, an exception, a metric or an URL.</summary>
    public string Reveal() => Text;

    /// <summary>The kind alone: a hash is a secret.</summary>
    public override string ToString() => Kind.ToString();

    private static PasswordHash ReadShaCrypt(string text, Match match)
    {
        var is256 = match.Groups["id"].ValueSpan is "5";
        if (match.Groups["digest"].Length != (is256 ? 43 : 86))
            return Unusable(text, "the hash is cut off");
        var rounds = match.Groups["rounds"];

        // libxcrypt refuses what the first SHA-crypt raised to 1000.
        if (rounds.Success && (!int.TryParse(rounds.ValueSpan, CultureInfo.InvariantCulture, out var count) || count is < 1000 or > 999_999_999))
            return Unusable(text, "the rounds of the hash are out of range");
        var setting = rounds.Success ? $"rounds={rounds.ValueSpan}$" : "";
        return Usable(
            is256 ? HashKind.Sha256Crypt : HashKind.Sha512Crypt, text,
            $"${match.Groups["id"].ValueSpan}${setting}{Blank(match.Groups["salt"].Length)}${Blank(match.Groups["digest"].Length)}");
    }

    private static string AdviceFor(string text)
    {
        const string Anew = "; set the password anew with bcrypt: `htpasswd -B`";
        if (text.Length == 0)
            return "there is no hash after the user name";
        if (text == NotSet)
            return "the user has not set a password yet: `countersign user reset` makes a new link for it";
        if (text.StartsWith("$1$", StringComparison.Ordinal))
            return "md5crypt ($1$) is not verified" + Anew;
        if (text[0] is '$' or '{')
            return "the hash is broken or of an unknown kind" + Anew;
        return text.Length == 13 && !text.AsSpan().ContainsAnyExcept(DesAlphabet)
            ? "DES crypt hashes are not verified" + Anew
            : "plain-text passwords are not verified" + Anew;
    }

    private static PasswordHash Usable(HashKind kind, string text, string decoy, string? advice = null) => new(kind, text, decoy, advice);

    private static PasswordHash Unusable(string text, string advice) => new(HashKind.Unsupported, text, "", advice);

    private static string Blank(int length) => new('.', length);

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>[0-9]{2})\$[./A-Za-z0-9]{53}\z", Options, Patience)]
    private static partial Regex Bcrypt();

    [GeneratedRegex(@"^\$(?<id>[56])\$(rounds=(?<rounds>[1-9][0-9]{0,9})\$)?(?<salt>[^$:\s]{0,16})\$(?<digest>[./A-Za-z0-9]{43,86})\z", Options, Patience)]
    private static partial Regex ShaCrypt();

    [GeneratedRegex(@"^\$y\$(?<params>[./A-Za-z0-9]{1,32})\$(?<salt>[./A-Za-z0-9]{0,86})\$[./A-Za-z0-9]{43}\z", Options, Patience)]
    private static partial Regex Yescrypt();

    [GeneratedRegex(@"^\$apr1\$(?<salt>[^$:\s]{0,8})\$[./A-Za-z0-9]{22}\z", Options, Patience)]
    private static partial Regex Apr1();

    [GeneratedRegex(@"^\{SHA\}[A-Za-z0-9+/]{27}=\z", Options, Patience)]
    private static partial Regex Sha1();
}
