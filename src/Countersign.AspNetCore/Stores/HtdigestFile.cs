using System.Collections.Immutable;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Digest;

namespace Countersign.AspNetCore.Stores;

/// <summary>The secrets of an htdigest file at one time: <c>user:realm:hash</c>, an algorithm told by the hash's form.</summary>
public sealed class HtdigestFile : IDigestSecrets
{
    private const string Sha512T256Mark = "{SHA-512-256}";

    private readonly Dictionary<Key, DigestSecret> _byName = [];
    private readonly Dictionary<Key, DigestSecret> _byUserhash = [];
    private readonly Dictionary<string, ImmutableArray<Key>> _byFoldedName = new(StringComparer.OrdinalIgnoreCase);

    private HtdigestFile(string text)
    {
        var problems = ImmutableArray.CreateBuilder<HtdigestProblem>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var trimmed = line.Trim();
            if (!trimmed.IsEmpty && trimmed[0] != '#' && Add(trimmed) is { } problem)
                problems.Add(new(number, problem));
        }

        Problems = problems.ToImmutable();
    }

    /// <summary>The lines that are not taken.</summary>
    public ImmutableArray<HtdigestProblem> Problems { get; }

    /// <summary>How many lines are taken.</summary>
    public int Count => _byName.Count;

    /// <summary>Reads the octets of a file.</summary>
    public static HtdigestFile Parse(byte[] content)
    {
        var octets = content.AsSpan();
        if (octets.StartsWith(Encoding.UTF8.Preamble))
            octets = octets[Encoding.UTF8.Preamble.Length..];

        // Apache's tool writes what the terminal gave it.
        return Parse((System.Text.Unicode.Utf8.IsValid(octets) ? Encoding.UTF8 : Encoding.Latin1).GetString(octets));
    }

    /// <summary>Reads the text of a file.</summary>
    public static HtdigestFile Parse(string text) => new(text);

    /// <summary>The line of a file for a user, realm and password, all in NFC.</summary>
    public static string LineFor(string user, string realm, string password, DigestAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        var mark = algorithm.HashName == DigestAlgorithm.Sha512T256.Name ? Sha512T256Mark : "";
        return $"{user}:{realm}:{mark}{DigestHash.Secret(algorithm, user, realm, password)}";
    }

    /// <inheritdoc/>
    public DigestSecret? Find(string user, string realm, string algorithm) =>
        _byName.TryGetValue(new(user, realm, algorithm), out var secret) ? secret : null;

    /// <inheritdoc/>
    public DigestSecret? FindByUserhash(string userhash, string realm, string algorithm) =>
        _byUserhash.TryGetValue(new(userhash, realm, algorithm), out var secret) ? secret : null;

    /// <inheritdoc/>
    public string? Hint(string user, string realm)
    {
        if (!_byFoldedName.TryGetValue(user, out var keys))
            return null;
        var exact = keys.Where(key => key.User == user).ToList();
        if (exact.Count == 0)
            return keys.Any(key => key.Realm == realm) ? "A user exists whose name differs in letter case only." : null;
        var here = exact.Where(key => key.Realm == realm).Select(key => key.Algorithm).ToList();
        return here.Count == 0
            ? "The user has lines for other realms only."
            : $"The user has a line for {string.Join(" and ", here)} only.";
    }

    private string? Add(ReadOnlySpan<char> line)
    {
        var first = line.IndexOf(':');
        var last = line.LastIndexOf(':');
        if (first < 0 || first == last)
            return "Not user:realm:hash.";
        var user = line[..first].ToString();
        var realm = line[(first + 1)..last].ToString();
        if (user.Length == 0)
            return "The user name is empty.";
        if (ReadHash(line[(last + 1)..], out var hash) is not { } algorithm)
            return "The hash is not 32 digits (MD5), 64 digits (SHA-256) or {SHA-512-256} and 64 digits.";

        var key = new Key(user, realm, algorithm.Name);
        var secret = new DigestSecret(new Subject(Nfc.TryNormalize(user, out var name) ? name : user), hash);
        if (!_byName.TryAdd(key, secret))
            return $"A second {algorithm} line for this user and realm; the first holds.";
        _byUserhash[new(DigestHash.Userhash(algorithm, user, realm), realm, algorithm.Name)] = secret;
        _byFoldedName[user] = _byFoldedName.TryGetValue(user, out var keys) ? keys.Add(key) : [key];
        return null;
    }

    private static DigestAlgorithm? ReadHash(ReadOnlySpan<char> text, out string hash)
    {
        var isMarked = text.StartsWith(Sha512T256Mark, StringComparison.OrdinalIgnoreCase);
        if (isMarked)
            text = text[Sha512T256Mark.Length..];
        hash = text.ToString().ToLowerInvariant();
        foreach (var c in hash)
        {
            if (!char.IsAsciiHexDigit(c))
                return null;
        }

        return (isMarked, hash.Length) switch
        {
            (true, 64) => DigestAlgorithm.Sha512T256,
            (false, 64) => DigestAlgorithm.Sha256,
            (false, 32) => DigestAlgorithm.Md5,
            _ => null,
        };
    }

    private readonly record struct Key(string User, string Realm, string Algorithm);
}
