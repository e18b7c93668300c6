using System.Buffers;

namespace Countersign.Wire;

/// <summary>What the schemes' own specifications ask of a challenge beyond the grammar.</summary>
internal static class SchemeFacts
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // RFC 6750 §3: %x21 / %x23-5B / %x5D-7E.
    private static readonly SearchValues<char> ScopeChars = SearchValues.Create("!#$%&'()*+,-./:;<=>?@[]^_`{|}~" + Letters);
    private static readonly SearchValues<char> ErrorChars = SearchValues.Create(" !#$%&'()*+,-./:;<=>?@[]^_`{|}~" + Letters);

    internal enum Kind
    {
        Unknown,
        Registered,
        Basic,
        Bearer,
        Digest,
    }

    /// <summary>The scheme's place in the IANA registry (STANDARDS: RFC 9110 §16.4.1), whatever its letters' case.</summary>
    public static Kind Of(string scheme) => scheme.Length switch
    {
        5 when Is(scheme, "Basic") => Kind.Basic,
        6 when Is(scheme, "Bearer") => Kind.Bearer,
        6 when Is(scheme, "Digest") => Kind.Digest,
        4 when Is(scheme, "DPoP") || Is(scheme, "GNAP") || Is(scheme, "HOBA") => Kind.Registered,
        5 when Is(scheme, "OAuth") || Is(scheme, "vapid") => Kind.Registered,
        6 when Is(scheme, "Mutual") => Kind.Registered,
        9 when Is(scheme, "Negotiate") || Is(scheme, "Concealed") => Kind.Registered,
        11 when Is(scheme, "SCRAM-SHA-1") => Kind.Registered,
        12 when Is(scheme, "PrivateToken") => Kind.Registered,
        13 when Is(scheme, "SCRAM-SHA-256") => Kind.Registered,
        _ => Kind.Unknown,
    };

    /// <summary>Notes what is wrong with one parameter of a challenge.</summary>
    public static void NoteParam(ref FaultList faults, Kind scheme, in AuthParam param, int start, int length)
    {
        NoteRealm(ref faults, param, start, length);
        var fault = scheme switch
        {
            Kind.Basic => Is(param.Name, "charset") && !Is(param.Value, "UTF-8") ? WireFaultKinds.BasicCharsetNotUtf8 : null,
            Kind.Bearer => OfBearer(param),
            Kind.Digest => OfDigest(param),
            _ => null,
        };
        if (fault is not null)
            faults.Add(fault, start, length);
    }

    /// <summary>RFC 9110 §11.5: only a quoted realm may be sent.</summary>
    public static void NoteRealm(ref FaultList faults, in AuthParam param, int start, int length)
    {
        if (!param.Quoted && Is(param.Name, "realm"))
            faults.Add(WireFaultKinds.RealmNotQuoted, start, length);
    }

    /// <summary>Notes what a whole challenge lacks.</summary>
    public static void NoteChallenge(ref FaultList faults, Kind scheme, in ParamGatherer gathered, int start, int length)
    {
        switch (scheme)
        {
            case Kind.Unknown:
                faults.Add(WireFaultKinds.UnknownScheme, start, length);
                break;
            case Kind.Basic when gathered.Find("realm") is null:
                faults.Add(WireFaultKinds.BasicRealmMissing, start, length);
                break;
            case Kind.Bearer when gathered.Count == 0:
                faults.Add(WireFaultKinds.BearerNoParams, start, length);
                break;
            case Kind.Digest:
                if (gathered.Find("realm") is null || gathered.Find("nonce") is null)
                    faults.Add(WireFaultKinds.DigestMissingRequired, start, length);
                if (gathered.Find("qop") is null)
                    faults.Add(WireFaultKinds.DigestQopMissing, start, length);
                break;
        }
    }

    private static string? OfBearer(in AuthParam param)
    {
        if (Is(param.Name, "scope"))
            return IsScopeList(param.Value) ? null : WireFaultKinds.BearerBadScopeChars;
        if (Is(param.Name, "error") || Is(param.Name, "error_description"))
            return param.Value.AsSpan().ContainsAnyExcept(ErrorChars) ? WireFaultKinds.BearerBadErrorChars : null;
        return Is(param.Name, "error_uri") && param.Value.AsSpan().ContainsAnyExcept(ScopeChars) ? WireFaultKinds.BearerBadErrorUriChars : null;
    }

    private static string? OfDigest(in AuthParam param)
    {
        if (param.Quoted)
            return Is(param.Name, "stale") || Is(param.Name, "algorithm") ? WireFaultKinds.DigestMustNotQuote : null;
        return Is(param.Name, "realm") || Is(param.Name, "domain") || Is(param.Name, "nonce") || Is(param.Name, "opaque") || Is(param.Name, "qop")
            ? WireFaultKinds.DigestMustQuote
            : null;
    }

    // scope-token *( SP scope-token )
    private static bool IsScopeList(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(' '))
        {
            var token = value[range];
            if (token.IsEmpty || token.ContainsAnyExcept(ScopeChars))
                return false;
        }

        return true;
    }

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
