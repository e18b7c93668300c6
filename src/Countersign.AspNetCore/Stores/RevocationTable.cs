using System.Globalization;
using Countersign.Ports;
using Countersign.Tokens;

namespace Countersign.AspNetCore.Stores;

/// <summary>The revocations as they are asked for: by hash and by name. Nothing changes in it, and no question allocates.</summary>
internal sealed class RevocationTable
{
    private readonly Dictionary<TokenHash, string> _tokens = [];
    private readonly Dictionary<Name, string> _ids = [];
    private readonly Dictionary<Name, string> _sessions = [];
    private readonly Dictionary<Name, (long Second, string Evidence)> _subjects = [];

    public RevocationTable(IEnumerable<RevocationRecord> revocations)
    {
        foreach (var revocation in revocations)
            Add(revocation);
    }

    public string? Find(in TokenNames token)
    {
        if (_tokens.Count > 0 && _tokens.TryGetValue(token.Hash, out var evidence))
            return evidence;
        return Find(_ids, token.Issuer, token.Id) ?? Find(_sessions, token.Issuer, token.Session) ?? FindSubject(token);
    }

    private void Add(RevocationRecord revocation)
    {
        var name = new Name(revocation.Issuer, revocation.Value);
        var evidence = EvidenceOf(revocation);
        switch (revocation.Kind)
        {
            case RevocationKind.Id:
                _ids[name] = evidence;
                break;
            case RevocationKind.Session:
                _sessions[name] = evidence;
                break;
            case RevocationKind.Subject:
                _subjects[name] = (revocation.Created.ToUnixTimeSeconds(), evidence);
                break;
            case RevocationKind.Token:
                _tokens[HashOf(revocation.Value)] = evidence;
                if (revocation.Twin is { } twin)
                    _tokens[HashOf(twin)] = evidence;
                break;
        }
    }

    private static TokenHash HashOf(string digits) => TokenHash.TryParse(digits, out var hash) ? hash : throw new FormatException("A revoked token's hash is none.");

    private static string? Find(Dictionary<Name, string> names, string issuer, string? value)
    {
        if (value is null || names.Count == 0)
            return null;
        return names.TryGetValue(new(issuer, value), out var evidence) || names.TryGetValue(new(null, value), out evidence) ? evidence : null;
    }

    private string? FindSubject(in TokenNames token)
    {
        if (token.Subject is not { } subject || _subjects.Count == 0)
            return null;
        return FindSubject(new(token.Issuer, subject), token.IssuedAt) ?? FindSubject(new(null, subject), token.IssuedAt);
    }

    /// <summary>Issuers write whole seconds: within the second of the revocation nobody knows which was first, so it counts.</summary>
    private string? FindSubject(Name name, DateTimeOffset? issuedAt) =>
        _subjects.TryGetValue(name, out var entry) && (issuedAt is not { } time || time.ToUnixTimeSeconds() <= entry.Second) ? entry.Evidence : null;

    private static string EvidenceOf(RevocationRecord revocation)
    {
        var what = revocation.Kind switch
        {
            RevocationKind.Id => "the token, by its jti",
            RevocationKind.Session => "its session",
            RevocationKind.Subject => "its subject, with what was made until then",
            RevocationKind.Token => "the token, by its hash",
        };
        var why = revocation.Reason is { } reason ? ": " + reason : "";
        return string.Create(CultureInfo.InvariantCulture, $"revocation {revocation.Id} of {revocation.Created:u} means {what}{why}");
    }

    private readonly record struct Name(string? Issuer, string Value);
}
