using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of field lines.</summary>
/// <param name="credentials">Reads credentials.</param>
/// <param name="targets">Takes secrets out of addresses.</param>
/// <param name="text">Takes secrets out of any text.</param>
/// <param name="problems">Takes what is left out; null where nobody looks.</param>
/// <param name="given">Knows the fields that carry a given secret.</param>
internal sealed partial class FieldIntake(CredentialsIntake credentials, TargetIntake targets, TextIntake text, ReadingProblems? problems, GivenSecrets given)
{
    /// <summary>How many lines of one message are kept.</summary>
    public const int MaxLines = 1000;

    /// <summary>How many characters of one value are kept.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxName = 256;
    private const int MaxNames = 1024;

    // Each message has the same fields.
    private readonly Dictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>The lines as they may be shown, and what was in them.</summary>
    public (MessageFields Shown, ImmutableArray<PresentedCredentials> Found) Take(IReadOnlyCollection<MessageField> lines)
    {
        var (shown, found) = (ImmutableArray.CreateBuilder<MessageField>(), ImmutableArray.CreateBuilder<PresentedCredentials>());

        // What credentials hold is known before other fields, which may repeat it, are looked at.
        var taken = lines.Take(MaxLines).Select(Cut).ToList();
        if (lines.Count > MaxLines)
            problems?.Add(lines.ElementAt(MaxLines).Line, 0, string.Create(CultureInfo.InvariantCulture, $"A message has {lines.Count:N0} fields; those behind the first {MaxLines:N0} are left out."));
        var first = taken.ConvertAll(line => IsCredentials(line) ? Take(line, found) : null);
        for (var i = 0; i < taken.Count; i++)
            shown.Add(taken[i] with { Name = NameOf(taken[i].Name), Value = first[i] ?? Take(taken[i], found) });
        return (new(shown.DrainToImmutable()), found.DrainToImmutable());
    }

    private MessageField Cut(MessageField line)
    {
        if (line.Value.Length <= MaxLength)
            return line;
        problems?.Add(line.Line, 0, string.Create(CultureInfo.InvariantCulture, $"A field of {line.Value.Length:N0} characters: those behind the first {MaxLength:N0} are left out."));

        // Half of the name of a scheme would be another scheme.
        var comma = line.Name.EndsWith("-Authenticate", StringComparison.OrdinalIgnoreCase) ? line.Value.LastIndexOf(',', MaxLength - 1) : -1;
        return line with { Value = Prefix.Of(line.Value, comma > 0 ? comma : MaxLength) };
    }

    private bool IsCredentials(MessageField line) => line.Is("Authorization") || line.Is("Proxy-Authorization") || line.Is("Cookie") || IsSecret(line);

    private bool IsSecret(MessageField line) => (IsSecretName(line.Name) && !IsAsked(line)) || given.IsField(line.Name);

    private bool IsSecretName(string name)
    {
        if (_names.TryGetValue(name, out var isSecret))
            return isSecret;
        isSecret = SecretNames.IsField(name);
        if (_names.Count < MaxNames)
            _names.Add(name, isSecret);
        return isSecret;
    }

    // SAP asks for its token against forgery, and is asked for it, by a word in the token's place.
    private static bool IsAsked(MessageField line) => line.Is("X-CSRF-Token") && (line.Value.Equals("Required", StringComparison.OrdinalIgnoreCase) || line.Value.Equals("Fetch", StringComparison.OrdinalIgnoreCase));

    private string Take(MessageField line, ImmutableArray<PresentedCredentials>.Builder found)
    {
        if (line.Is("Authorization") || line.Is("Proxy-Authorization"))
        {
            var (presented, shown) = credentials.OfField(line.Is("Authorization") ? CredentialsPlace.Authorization : CredentialsPlace.ProxyAuthorization, line.Name, line.Value);
            found.Add(presented);
            return shown;
        }

        if (line.Is("Cookie"))
            return string.Join("; ", line.Value.Split(';', StringSplitOptions.TrimEntries).Select(pair => TakeCookie(pair, found)));
        if (line.Is("Set-Cookie"))
            return HideCookie(line.Value);
        if (line.Value.Length == 0)
            return "";
        if (IsSecret(line))
        {
            var presented = credentials.OfValue(CredentialsPlace.Field, NameOf(line.Name), line.Value);
            if (!SecretNames.IsForgeryDefence(line.Name))
                found.Add(presented);
            return presented.Scheme is null || presented.IsRedacted ? "***" : $"{presented.Scheme} ***";
        }

        if (!IsToken(line.Name))
            return "***";
        if (line.Value.StartsWith('/') || line.Is("Location") || line.Is("Content-Location") || line.Is("Referer") || IsAddress(line.Value))
            return targets.Take(line.Value).Shown;
        if (line.Is("DPoP-Nonce"))
            return line.Value;
        if (line.Is("Sec-WebSocket-Protocol"))
            return TakeProtocols(line.Value);
        return SecretNames.IsPublicField(line.Name) ? TakePublic(line) : TakeText(line.Value);
    }

    // An origin alone has nothing in it.
    private static bool IsAddress(string value) => value.StartsWith("http", StringComparison.OrdinalIgnoreCase) && value.Length > 8 && value.AsSpan(8).ContainsAny('/', '?', '@') && value.AsSpan(0, Math.Min(8, value.Length)).Contains("://", StringComparison.Ordinal) && !value.Contains(' ', StringComparison.Ordinal);

    // gRPC writes its sentences as addresses are written.
    private string TakeText(string value)
    {
        var shown = text.Take(value);
        if (shown != value || !value.Contains("%20", StringComparison.Ordinal))
            return shown;
        var plain = Uri.UnescapeDataString(value);
        return text.Take(plain) is var other && other == plain ? shown : other;
    }

    // The names in signatures are labels that their maker chose (RFC 9421 §4); other public values have names that say what they are.
    private string TakePublic(MessageField line) => line.Name.Contains("Signature", StringComparison.OrdinalIgnoreCase) ? text.Take(line.Value, isGrammar: true) : text.TakeValue(line.Value);

    private string TakeCookie(string pair, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return pair.Length == 0 ? "" : "***";
        var (name, value) = (NameOf(pair[..equals]), pair[(equals + 1)..]);
        if (value.Length == 0)
            return IsMaybeSecret(name) ? "***" : $"{name}=";
        var presented = credentials.OfValue(CredentialsPlace.Cookie, name, value);
        if (SecretNames.IsCookie(name))
            found.Add(presented);
        return $"{name}=***";
    }

    private string HideCookie(string value)
    {
        var end = value.IndexOf(';', StringComparison.Ordinal);
        var pair = end < 0 ? value : value[..end];
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var shown = pair.AsSpan().IsWhiteSpace() ? pair : equals < 0 || (equals == pair.Length - 1 && IsMaybeSecret(pair[..equals])) ? "***" : NameOf(pair[..equals]) + (pair.AsSpan(equals + 1).IsWhiteSpace() ? "=" : "=***");
        if (equals >= 0)
            credentials.Remember(pair[(equals + 1)..]);
        return end < 0 ? shown : $"{shown};{string.Join(';', value[(end + 1)..].Split(';').Select(HideAttribute))}";
    }

    // A value without a name that ends in padding looks like a name without a value.
    private static bool IsMaybeSecret(string name) => name.Length >= 16 && name.AsSpan().ContainsAnyInRange('0', '9');

    // Browsers can't set Authorization for a WebSocket: people put tokens among the names of protocols.
    private string TakeProtocols(string value)
    {
        var isUsed = value.Contains("bearer", StringComparison.OrdinalIgnoreCase) || value.Contains("token", StringComparison.OrdinalIgnoreCase) || value.Contains("auth", StringComparison.OrdinalIgnoreCase) || value.Contains("jwt", StringComparison.OrdinalIgnoreCase);
        return isUsed
            ? string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries).Select(each => LooseSecrets.LooksRandom(each) ? "***" : each))
            : string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries).Select(each => PathSecrets.HideCapabilities("/" + text.Take(each))[1..]));
    }

    // Some tools join several lines by commas: what follows is the next cookie.
    private string HideAttribute(string attribute)
    {
        if (Attribute().IsMatch(attribute))
            return text.Take(attribute);
        var equals = attribute.IndexOf('=', StringComparison.Ordinal);
        var name = Attribute().IsMatch(equals < 0 ? attribute : attribute[..equals]) ? attribute[..Math.Max(0, equals)] : "";
        return equals < 0 ? " ***" : name.Length > 0 ? $"{name}=***" : $" {NameOf(attribute[..equals].Trim())}=***";
    }

    // A name that is none may hold a part of a secret: lines that were broken, or pasted from elsewhere.
    private string NameOf(string name)
    {
        name = name.Trim();
        if (name.Length <= MaxName && IsToken(name))
            return text.Take(name, isGrammar: true);
        var length = 0;
        while (length < Math.Min(name.Length, 32) && (char.IsAsciiLetter(name[length]) || name[length] == '-'))
            length++;
        return $"{name[..length]}***";
    }

    private static bool IsToken(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    private static readonly System.Buffers.SearchValues<char> TokenCharacters =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    [GeneratedRegex(@"^\s*(Secure|HttpOnly|Partitioned|(Path|Domain)=[^,]*|Expires=(\w{3,9}, )?[^,=]*|Max-Age=[^,]{0,20}|SameSite=\w*|Priority=\w*|)\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Attribute();
}
